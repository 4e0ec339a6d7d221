import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, statesOf } from '../books.ts';
import type { Cable } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const REVERSALS = '/v1/reversals';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The bank has charged the card; the answer, and then the reversal, get lost on the line, which is cut. */
async function giveUpUnheard(cable: Cable, till: TillPage): Promise<void> {
  const reversal = cable.hold(REVERSALS, 'request');
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  await till.payment.giveUp();
  await till.payment.seesVerdict('taken-back');
  answer.drop();
  await reversal.reached;
  reversal.drop();
  await cable.cut();
}

test('F13 given up, the reversal lost, the till killed and started twice: taken back, and nobody had to remember', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await giveUpUnheard(cable, till);
  await machine.kill();
  // The bank has charged the card, and only the till's own disk knows that it must not have.
  expect(await statesOf(bank, terminal)).toEqual(['approved']);

  const offline = await machine.start();
  await offline.waitUntilOffline();
  await offline.seesUnsent(1);
  const again = await machine.restart();
  await again.waitUntilOpen();
  await cable.mend();
  await again.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['reversed']);
  expect(await machine.slips()).toEqual([]);
  await expectSoundBooks(bank, terminal);
});

test('P6 I9 while no bank has answered the reversal there is a fault report of it, and no voucher', async ({
  cable,
  machine,
  till,
}) => {
  await giveUpUnheard(cable, till);
  const again = await machine.restart();
  await again.waitUntilOpen();
  await again.goTo('sales');
  await again.sales.chooseNewest('unknown');
  await expectNoBarrier(again.page);
  await again.page.keyboard.press('p');
  await expect.poll(async () => (await machine.slips()).length).toBe(1);
  const paper = ((await machine.slips())[0]?.lines ?? []).join('\n');
  expect(paper).toContain('故障报告单，非凭证联');
  expect(paper).toContain('冲正起始');
  expect(paper).not.toMatch(/批准|持卡人签名|存根/);
  await cable.mend();
  await again.waitUntilAllSent();
  // Taken back for certain: nothing is left to report.
  await again.sales.chooseNewest('refused');
  await expect(again.sales.printButton).toBeDisabled();
});

test('F14 the approval arrives after the reversal was closed: it stays taken back, and is in the journal', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  await till.payment.giveUp();
  await till.payment.seesVerdict('taken-back');
  await expect.poll(() => statesOf(bank, terminal)).toEqual(['reversed']);
  answer.passOn();

  await expect.poll(() => machine.notices()).toContain('late-answer');
  expect(await till.payment.readVerdict()).not.toMatchObject({ ink: 'certain' });
  await till.payment.seesVerdict('taken-back');
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['reversed']);
  expect(await machine.slips()).toEqual([]);
  await expectSoundBooks(bank, terminal);
});

test('F13 P5 left alone without an answer: after ten minutes it is taken back by itself, also days later', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  answer.drop();
  await cable.cut();
  await machine.kill();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);

  const later = await machine.start({ offsetMs: 11 * MINUTE_MS, stoppedAtMs: null });
  await later.waitUntilOffline();
  const fate = later.words.say('frame', 'left.taken-back');
  await expect(later.found.strip).toContainText(fate, { timeout: 45_000 });

  const days = await machine.restart({ offsetMs: 3 * DAY_MS, stoppedAtMs: null });
  await days.waitUntilOffline();
  await cable.mend();
  await days.waitUntilOnline();
  await days.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['reversed']);
  await expectSoundBooks(bank, terminal);
});
