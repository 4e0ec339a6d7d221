import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { DecisionView } from '../page-models/decision-view.ts';
import type { TillPage } from '../page-models/till-page.ts';
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
  await turnsEverything(decision, till);
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

/** Each thing that may be turned does what it says, from what was, and nothing else. */
async function turnsEverything(decision: DecisionView, { words }: TillPage): Promise<void> {
  await asItWas();
  // Only below the second: what is drawn of small sums cannot be more than close to the limit.
  await decision.press('share.to', 'End');
  await decision.press('share.from', 'End');
  const bit = words.say('decision', 'bit.randomly-selected');
  await expect(decision.wouldBe('random-selection')).toContainText(bit);
  // Drawn, it would have been asked about; the line being down, the card says yes a second time.
  await decision.seesWhatIf('chip-yes');
  await expect(decision.wouldBe('end')).toContainText('Y3');

  await asItWas();
  await decision.press('uses', 'End');
  const [lower, upper] = [
    words.say('decision', 'bit.lower-offline-limit-exceeded'),
    words.say('decision', 'bit.upper-offline-limit-exceeded'),
  ];
  await expect(decision.wouldBe('velocity')).toContainText(lower);
  await expect(decision.wouldBe('velocity')).toContainText(upper);
  await decision.seesWhatIf('chip-no');

  await asItWas();
  await decision.press('count', 'End');
  await decision.seesWhatIf('chip-no');

  await asItWas();
  await decision.press('sum', 'End');
  // Terminal and line are content: it is the card itself that gives less than it is asked for.
  await expect(decision.wouldBe('velocity')).toHaveAttribute('data-same', 'true');
  await expect(decision.wouldBe('cryptogram-second')).toContainText('AAC');
  await decision.seesWhatIf('chip-no');

  await asItWas();
  await decision.giveLine();
  await decision.seesWhatIf('bank-unknown');
  await decision.seesEnd('chip-yes');

  async function asItWas(): Promise<void> {
    await decision.reset();
    await decision.seesNothingMoved();
  }
}

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
