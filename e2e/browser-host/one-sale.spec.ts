import { bookedSales, expectSoundBooks } from '../books.ts';
import { expect, test } from './fixture.ts';

const WATER = '2000000000015';
const PRICE_MINOR = 200;

test('P1 P27 card sales online, one with a PIN, are approved and stand at the bank once', async ({
  browserTill: till,
  bank,
  terminal,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'card', cardId: 'good-pin' });
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { sale: 1, dueMinor: PRICE_MINOR, tender: 'card', standing: ['approved'] },
    { sale: 2, dueMinor: PRICE_MINOR, tender: 'card', standing: ['approved'] },
  ]);
  await expectSoundBooks(bank, terminal);
});

test('A01 A05 cash and card without a line wait, and are sent once when it is back', async ({
  browserTill: till,
  bank,
  terminal,
  line,
}) => {
  await line.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.sell([WATER, WATER], { by: 'promise', cardId: 'good-tap' });
  expect((await till.payment.readVerdict()).ink).toBe('promised');
  await till.payment.nextSale();
  expect(await bookedSales(bank, terminal)).toEqual([]);

  await line.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { sale: 1, dueMinor: PRICE_MINOR, tender: 'cash', standing: [] },
    { sale: 2, dueMinor: 2 * PRICE_MINOR, tender: 'card', standing: ['posted'] },
  ]);
  await expectSoundBooks(bank, terminal);
});

test('A02 what waits survives a reload without a bank, and is sent once', async ({
  browserTill: till,
  bank,
  terminal,
  line,
}) => {
  await line.loseBank();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'cash' });

  await till.page.reload();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'cash' });
  expect(await bookedSales(bank, terminal)).toEqual([]);

  await line.findBank();
  await till.waitUntilAllSent();
  expect((await bookedSales(bank, terminal)).map(({ sale }) => sale)).toEqual([1, 2]);
  await expectSoundBooks(bank, terminal);
});

test('P5 P6 F03 a reload while the bank answers: asked for by id, one posting, one sale', async ({
  browserTill: till,
  bank,
  terminal,
  line,
}) => {
  const { answered } = await line.swallowNextAnswer('/v1/authorisations');
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.payByCard('good-tap');
  await answered;
  await till.page.reload();
  await till.waitUntilOnline();
  await expect
    .poll(() => bookedSales(bank, terminal), { timeout: 30_000 })
    .toMatchObject([{ sale: 1, dueMinor: PRICE_MINOR, tender: 'card', standing: ['approved'] }]);
  const asked = await bank.rows(
    `SELECT id FROM transactions WHERE terminal_id = '${terminal.terminalId}'`,
  );
  expect(asked).toHaveLength(1);
  await till.waitUntilAllSent();
  await expectSoundBooks(bank, terminal);
});

test('A28 in a page as well: a cashier without the right discounts and deletes with the supervisor’s PIN only', async ({
  browserTill: till,
}) => {
  const { page, register, payment } = till;
  await till.signOff();
  await till.lock.signIn('03');
  await register.scan(WATER);
  await register.scan(WATER);
  await page.keyboard.press('-');
  await expect(register.right).toContainText('¥2.00');
  await page.keyboard.press('Escape');
  await expect(register.total).toHaveText('¥4.00');
  await register.ask('F8');
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await register.supervisorAgrees();
  await expect(register.total).toHaveText('¥2.00');
  await register.startPaying();
  await payment.payCash('exact');
  await payment.seesVerdict('cash');
});
