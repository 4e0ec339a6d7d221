import { randomInt } from 'node:crypto';
import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, statesOf } from '../books.ts';
import { expect, test as base } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/** A merchant of this test's own: nobody there has a PIN that is printed anywhere. */
const test = base.extend<{ readonly merchantId: string }>({
  merchantId: async ({ bank }, use) => {
    const merchantId = `8983100542${randomInt(10_000, 100_000)}`;
    const name = '培训商户 Training';
    await bank.admin('merchants', { merchantId, name, shopName: name, mode: 'training' });
    await use(merchantId);
  },
  terminal: async ({ bank, merchantId }, use) => {
    await use(await bank.newTerminal(merchantId));
    await bank.heal();
  },
});

test('P28 a training shop: a start code of the bank makes a cashier; removed at the bank, signed out here', async ({
  bank,
  terminal,
  merchantId,
  machine,
  till,
}) => {
  const startCode = async (operatorId: string): Promise<string> => {
    const made = await bank.admin('start-codes', { merchantId, operatorId });
    return (made as { readonly startCode: string }).startCode;
  };
  const people = async (): Promise<unknown[]> =>
    (await machine.journal()).flatMap(({ body }) =>
      body.kind === 'operator' ? [[body.act, body.operatorId]] : [],
    );
  await expect(till.lock.nobody).toBeVisible();
  await expectNoBarrier(till.page);
  const first = await startCode('01');
  await till.lock.fetch();
  await till.lock.setPin('01', first, '4711');
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);

  // A code is good once; the PIN that was set with it is.
  await till.signOff();
  await bank.admin('operators', { merchantId, operatorId: '02', name: '陈 Chen' });
  await bank.admin('removed-operators', { merchantId, operatorId: '01' });
  const second = await startCode('02');
  await till.lock.fetch();
  await expect(till.lock.operator('01')).toHaveCount(0);
  await till.lock.setPin('02', first, '4712');
  await expect(till.page.getByText(till.words.say('errors', 'start-code-wrong'))).toBeVisible();
  await expectNoBarrier(till.page);
  await till.page.keyboard.press('Escape');
  await till.lock.setPin('02', second, '4712');
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();

  // While somebody sells: the next sign-on takes the till from whom the bank has let go.
  await bank.admin('removed-operators', { merchantId, operatorId: '02' });
  const again = await machine.restart();
  await expect(again.lock.nobody).toBeVisible();
  expect(await people()).toEqual([
    ['pin-set', '01'],
    ['signed-in', '01'],
    ['signed-off', '01'],
    ['refused', '02'],
    ['pin-set', '02'],
    ['signed-in', '02'],
    ['removed', '02'],
  ]);
  await again.waitUntilAllSent();
  await expectSoundBooks(bank, terminal);
});

base(
  'P28 roles: 99 has no register, a lock is its owner’s or the supervisor’s, signed off it is the next one’s',
  async ({ till }) => {
    await till.register.scan(WATER);
    await till.lockScreen();
    await expect(till.lock.operator('99')).toBeDisabled();
    await till.lock.signIn('00');
    await expect(till.register.lines).toHaveCount(1);

    await till.signOff();
    await till.lock.signIn('99');
    await expect(till.settings.heading).toBeAttached();
    const register = till.page.getByRole('navigation').getByRole('button', {
      name: till.words.say('frame', 'screen.register'),
    });
    await expect(register).toHaveCount(0);
    await expectNoBarrier(till.page);

    // What lies on the counter waits for whoever sells next.
    await till.signOff();
    await till.lock.signIn('01');
    await expect(till.register.lines).toHaveCount(1);
  },
);
