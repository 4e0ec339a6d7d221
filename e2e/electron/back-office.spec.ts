import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { bookedSales } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { holdDown } from '../held-key.ts';
import { SHELF } from '../shelf.ts';

test('A22 A23 A24 the drawer counted by keys: short, with a reason, a PIN and a slip', async ({
  machine,
  till,
}) => {
  await till.sell([SHELF.water.barcode], { by: 'cash' });
  await till.payment.nextSale();
  await till.goTo('queue');
  await till.drawer.open();
  await till.drawer.putIn('100', 'float');
  await expectNoBarrier(till.page, 'counting');
  // Held down, Enter goes on by one field: whoever leans on it has not counted the others.
  const fields = till.drawer.dialog.getByRole('textbox');
  await expect(fields.first()).toBeFocused();
  await holdDown(till.page, 'Enter');
  await expect(fields.nth(1)).toBeFocused();
  await fields.first().focus();
  // 102 yuan should be there; of the hundred there is nothing, a fifty, two twenties and a coin.
  await till.drawer.count(['', '1', '2', '', '', '1']);
  await till.drawer.compare();
  await till.drawer.seesDifference('¥102.00', -1_100);
  await till.drawer.giveReason('a note is missing');
  await expectNoBarrier(till.page, 'compared');
  const slips = (await machine.slips()).length;
  await till.drawer.finish('0000');
  await expectNoBarrier(till.page, 'counted');
  await expect.poll(async () => (await machine.slips()).length).toBe(slips + 1);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  expect(paper).toContain('a note is missing');
  expect(paper).toContain('¥91.00');
  expect(paper).toContain(RECEIPT_WORDS['zh-CN'].markTraining);
  await till.drawer.leave();
  // The next shift begins with an empty drawer: nothing was left in it.
  await till.drawer.open();
  await till.drawer.compare();
  await till.drawer.seesDifference('¥0.00', 0);
});

const PASSPHRASE = 'three blue kettles';

test('P25 keys under a passphrase: asked at the start, a wrong one loses nothing, and the till sells on', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  await till.goTo('settings');
  await till.settings.setPassphrase(PASSPHRASE, '0000');
  await till.goTo('register');
  await till.sell([SHELF.water.barcode], { by: 'cash' });
  await machine.kill();

  const again = await machine.start();
  await again.passphrase.isShown();
  await expectNoBarrier(again.page, 'locked');
  await again.passphrase.type('three blue kettle');
  await again.passphrase.isRefused();
  await again.passphrase.type(PASSPHRASE);
  await again.waitUntilOnline();
  await again.sell([SHELF.water.barcode], { by: 'card', cardId: 'good-tap' });
  await again.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toHaveLength(2);
});

test('P24 P25 a forgotten passphrase: what is unsent is said before, and delivered under new keys', async ({
  bank,
  cable,
  machine,
  terminal,
  till,
}) => {
  const { terminalId } = terminal;
  await till.goTo('settings');
  await till.settings.setPassphrase(PASSPHRASE, '0000');
  await cable.cut();
  await till.waitUntilOffline();
  await till.goTo('register');
  await till.sell([SHELF.water.barcode], { by: 'promise', cardId: 'limit-tap' });
  const unsent = await till.unsent();
  await machine.kill();
  await cable.mend();

  const again = await machine.start();
  await again.passphrase.isShown();
  await again.passphrase.forgotten(unsent);
  await expectNoBarrier(again.page, 'forgotten passphrase');
  await bank.admin('released-terminals', { terminalId });
  const issued = await bank.admin('activation-codes', { terminalId });
  const { activationCode } = issued as { readonly activationCode: string };
  await again.passphrase.startAnew(activationCode, cable.url, 'seven grey geese');
  await again.dismissFindings();
  await again.waitUntilOnline();
  await again.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toHaveLength(1);
  await again.goTo('queue');
  await again.queue.seesLocked('keys');
});
