import { payByLink } from '../../bank-api/test/pay-page.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, moneyOf } from '../books.ts';
import { PAY_LINKS } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/** A promise that the bank refused for want of money, and the customer who comes back (P13, F30). */
test.beforeEach(async ({ bank, cable, till }) => {
  await bank.admin('balances', { cardId: 'poor', amountMinor: 100 });
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'promise', cardId: 'poor' });
  await till.payment.nextSale();
  await cable.mend();
  await till.waitUntilOnline();
  await till.goTo('queue');
});

test('F30 P13 the desk says what may be done; a contact is kept, and another card makes up for it', async ({
  bank,
  terminal,
  till,
}) => {
  const refused = `${terminal.tillNumber}-000001`;
  await till.queue.open(refused);
  await expect(till.queue.desk).toContainText(till.words.say('codes', '51'));
  await till.queue.noteContact('say.comes');
  await expectNoBarrier(till.page);
  await till.queue.recoverBy('other-card');
  await till.payment.present('good-tap');
  await till.payment.seesVerdict('approved');
  await till.payment.seesSlipPrinted();
  await expectNoBarrier(till.page);
  await till.page.keyboard.press('Enter');

  await till.queue.seesMarks(refused, { ink: 'certain', mark: 'reported' });
  await expect(till.queue.recovery).toContainText('100');
  const money = await moneyOf(bank, terminal);
  expect(money.map(({ state }) => state)).toEqual(['refused', 'approved']);
  expect(money[1]?.supersedes).toBe(money[0]?.id);
  await expectSoundBooks(bank, terminal);
});

test('F30 P13 paid in cash: off the list, in the drawer, and so after a restart', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const refused = `${terminal.tillNumber}-000001`;
  await till.queue.open(refused);
  await till.queue.recoverBy('cash');
  await till.page.keyboard.press('Enter');
  await till.payment.seesVerdict('cash');
  await till.payment.seesSlipPrinted();

  const again = await machine.restart();
  await again.waitUntilOpen();
  await again.goTo('queue');
  await expect(again.queue.row(refused)).toHaveAttribute('data-place', 'sent');
  await again.queue.seesMarks(refused, { ink: 'certain', mark: 'reported' });
  await expect(again.queue.recovery).toContainText('100');
  expect((await moneyOf(bank, terminal)).map(({ state }) => state)).toEqual(['refused']);
  await expectSoundBooks(bank, terminal);
});

test('P13 I2 a pay link: made at the desk, paid on the bank’s page, recovered', async ({
  bank,
  terminal,
  till,
}) => {
  const refused = `${terminal.tillNumber}-000001`;
  await till.queue.open(refused);
  const url = await till.queue.givePayLink();
  await expectNoBarrier(till.page);
  expect((await payByLink(url)).state).toBe('paid');
  await till.queue.seesPaidByLink();
  await till.queue.seesMarks(refused, { ink: 'certain', mark: 'reported' });
  await expect(till.queue.recovery).toContainText('100');
  const money = await moneyOf(bank, terminal);
  expect(money.map(({ state }) => state)).toEqual(['refused', 'approved']);
  expect(money[1]?.supersedes).toBe(money[0]?.id);
  await expectSoundBooks(bank, terminal);
});

test('P13 whoever leaves while the bank withdraws the link is not called back to the loss', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const refused = `${terminal.tillNumber}-000001`;
  await till.queue.open(refused);
  await till.queue.givePayLink();
  const withdrawn = cable.hold(`${PAY_LINKS}/withdrawals`, 'answer');
  // Pressed twice is asked once.
  await till.page.keyboard.press('F8');
  await till.page.keyboard.press('F8');
  await withdrawn.reached;
  await till.page.keyboard.press('Escape');
  await till.goTo('register');
  await till.register.scan(WATER);
  withdrawn.passOn();
  await till.goTo('queue');
  await till.queue.open(refused);
  await expect(till.queue.desk.locator('[data-link]')).toHaveCount(0);
  await till.page.keyboard.press('Escape');
  await till.goTo('register');
  await expect(till.register.total).toHaveText('¥2.00');
  expect(cable.exchanges.filter(({ path }) => path.endsWith('/withdrawals'))).toHaveLength(1);

  await till.goTo('queue');
  await till.queue.open(refused);
  await till.queue.recoverBy('cash');
  await till.page.keyboard.press('Enter');
  await till.payment.seesVerdict('cash');
  await expectSoundBooks(bank, terminal);
});
