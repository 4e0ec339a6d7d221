import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const NOODLES = SHELF.noodles.barcode;

test('A28 a cashier without the right deletes, discounts and cancels with the supervisor’s PIN, and not without', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  const { page, register, payment } = till;
  const { lines, right } = register;
  const press = (key: string) => page.keyboard.press(key);
  await till.signOff();
  await till.lock.signIn('03');
  await register.scan(NOODLES);
  await register.scan(NOODLES);
  await expect(register.total).toHaveText('¥9.00');

  // One less, by its key: the goods stay while the PIN is asked for, is wrong, and is not given.
  await press('-');
  await expect(right).toContainText('¥4.50');
  await expectNoBarrier(page);
  await page.keyboard.type('1234');
  await press('Enter');
  await expect(right.getByRole('alert')).toHaveText(till.words.say('errors', 'pin-wrong'));
  await press('Escape');
  await expect(right).toHaveCount(0);
  await expect(register.total).toHaveText('¥9.00');
  await press('-');
  await register.supervisorAgrees();
  await expect(register.total).toHaveText('¥4.50');

  await register.ask('F8');
  await page.keyboard.type('20');
  await press('Enter');
  await expect(right).toContainText('¥0.90');
  await expect(register.total).toHaveText('¥4.50');
  await register.supervisorAgrees();
  await expect(register.total).toHaveText('¥3.60');

  // More goods under the same percentage: asked when it is paid, and paid then.
  await press('+');
  await expect(register.total).toHaveText('¥7.20');
  await register.startPaying();
  await payment.payCash('exact');
  await expect(right).toContainText('¥1.80');
  await register.supervisorAgrees();
  await payment.seesVerdict('cash');
  await payment.nextSale();

  await register.scan(NOODLES);
  await press('Delete');
  await register.supervisorAgrees();
  await expect(lines).toHaveCount(0);

  await register.scan(NOODLES);
  await register.clear();
  await expect(lines).toHaveCount(1);
  await register.supervisorAgrees();
  await expect(lines).toHaveCount(0);

  await register.scan(NOODLES);
  await press('F4');
  await expect(lines).toHaveCount(0);
  await register.discardHeld();
  await register.supervisorAgrees();
  await press('Escape');

  // Who has the right is asked nothing.
  await till.signOff();
  await till.lock.signIn('01');
  await register.scan(NOODLES);
  await press('Delete');
  await expect(lines).toHaveCount(0);
  await expect(right).toHaveCount(0);

  const acts = (await machine.journal()).flatMap(({ body }) =>
    body.kind === 'supervisor-act' ? [[body.act, body.amountMinor]] : [],
  );
  expect(acts).toEqual([
    ['delete', 450],
    ['discount', 90],
    ['discount', 180],
    ['delete', 450],
    ['delete', 450],
    ['delete', 450],
  ]);
  await till.waitUntilAllSent();
  await expectSoundBooks(bank, terminal);
});
