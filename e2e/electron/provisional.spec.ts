import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { DecisionView } from '../page-models/decision-view.ts';
import { SlipCheckView } from '../page-models/slip-check.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const SMALLEST_TARGET_PX = 48;

test('P17 why a chip said yes without a line, and what would have been, by keys alone', async ({
  cable,
  till,
}) => {
  const decision = new DecisionView(till);
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'promise', cardId: 'good-chip' });
  await decision.openByKey();
  await decision.seesEnd('chip-yes');
  await decision.seesNothingMoved();
  await expectNoBarrier(till.page, 'as it was');
  const thumb = await decision.slider('floor').locator('xpath=ancestor::*[2]').boundingBox();
  expect(thumb?.height).toBeGreaterThanOrEqual(SMALLEST_TARGET_PX);
  await decision.press('floor', 'Home');
  await decision.seesWhatIf('chip-no');
  await decision.seesEnd('chip-yes');
  await expect(decision.step('cryptogram-second')).toContainText('AAC');
  await expectNoBarrier(till.page, 'what if');
  await decision.reset();
  await decision.seesNothingMoved();
  await decision.press('count', 'End');
  await decision.seesWhatIf('chip-no');
  await decision.close();
  // What would have been is nowhere else: the sale stands as it was, also tomorrow.
  await till.payment.seesVerdict('provisional');
  await till.payment.nextSale();
  await till.goTo('sales');
  await till.sales.seesSale('-000001', 'promised');
  await decision.openByKey();
  await decision.seesEnd('chip-yes');
  await decision.seesNothingMoved();
});

test('P19 the code of a provisional slip, scanned later: not asked, forged, then final', async ({
  cable,
  machine,
  till,
}) => {
  const slip = new SlipCheckView(till);
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });
  const code = await slip.codeOnScreen();
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  expect(paper).toMatch(/[▀▄█]{7}/);
  await till.payment.nextSale();
  await slip.scan(code, 'not-asked');
  await expectNoBarrier(till.page, 'not asked');
  await slip.close();
  await slip.scan(`${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`, 'not-ours');
  await slip.close();
  await cable.mend();
  await till.waitUntilAllSent();
  await slip.scan(code, 'final');
  await expectNoBarrier(till.page, 'final');
  await slip.close();
});
