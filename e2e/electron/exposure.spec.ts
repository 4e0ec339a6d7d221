import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { ViewByKey } from '../page-models/view-by-key.ts';
import { SHELF } from '../shelf.ts';

const { water, noodles } = SHELF;

test('P15 I9 money at risk by expiry and by card, by its key alone; none of it once the bank has answered', async ({
  cable,
  till,
}) => {
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([water.barcode], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.sell([noodles.barcode], { by: 'promise', cardId: 'good-chip' });
  await till.payment.nextSale();
  await till.goTo('queue');
  await expect(till.queue.rows).toHaveCount(2);
  const meter = new ViewByKey(till, 'F7');
  await meter.openByKey();
  const { dialog } = meter;
  const sum = water.priceMinor + noodles.priceMinor;
  await expect(dialog.locator(`[data-at-risk="${sum}"]`)).toBeVisible();
  const table = (caption: 'byExpiry' | 'byCard') =>
    dialog.getByRole('table', { name: till.words.say('exposure', caption) });
  const amounts = ({ priceMinor }: { readonly priceMinor: number }): RegExp =>
    new RegExp(`${(priceMinor / 100).toFixed(2)}$`);
  // What weighs most first; the chip's own yes proves the card, a tap without a line does not.
  await expect(table('byCard').locator('tbody tr')).toHaveText([amounts(noodles), amounts(water)]);
  await expect(table('byCard').getByText(till.words.say('exposure', 'allProved'))).toHaveCount(1);
  await expect(table('byExpiry').locator('tbody tr').last()).toContainText(/\d$/);
  await expectNoBarrier(till.page, 'money at risk');
  await meter.close();
  await cable.mend();
  await till.waitUntilAllSent();
  await meter.openByKey();
  await expect(dialog.locator('[data-at-risk="0"]')).toBeVisible();
  await expect(dialog).toContainText(till.words.say('exposure', 'nothing'));
});
