import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
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
