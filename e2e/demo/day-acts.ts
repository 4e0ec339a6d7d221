import { expect } from '../patient-expect.ts';
import type { Cure, DifferenceKind } from '../../shared/domain/settlement-records.ts';
import { AUTHORISATIONS, type Cable } from '../cable.ts';
import type { ElectronTill } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';

export interface DayStage {
  readonly bank: RunningBank;
  readonly cable: Cable;
  readonly machine: ElectronTill;
  readonly terminalId: string;
  readonly say: (line: string) => void;
}

/** What the finder names, and how it is put right. */
export interface Difference {
  readonly difference: DifferenceKind;
  readonly cure: Cure;
}

const WATER = SHELF.water.barcode;
const NOODLES = SHELF.noodles.barcode;
const SUPERVISOR_PIN = '0000';
const CARD_PIN = '123456';
const LESS_THAN_WATER = 150;

export async function sellByCard(till: TillPage, barcodes: readonly string[]): Promise<void> {
  await till.sell(barcodes, { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
}

export async function sellForCash(till: TillPage, barcodes: readonly string[]): Promise<void> {
  await till.sell(barcodes, { by: 'cash' });
  await till.payment.nextSale();
}

export async function sellOnPromise(till: TillPage, cardId: 'limit-tap' | 'poor'): Promise<void> {
  await till.sell([WATER], { by: 'promise', cardId });
  await till.payment.nextSale();
}

export async function sellByPinCard(till: TillPage): Promise<void> {
  for (const barcode of [WATER, WATER]) await till.register.scan(barcode);
  await till.register.startPaying();
  await till.payment.payByCard('good-pin', CARD_PIN);
  await till.payment.seesVerdict('approved');
  await till.payment.seesSlipPrinted();
  await till.payment.nextSale();
}

/** More than is on the card: the bank approves a part, and the rest is due (P18). */
export async function sellInPart({ bank }: DayStage, till: TillPage): Promise<void> {
  await bank.admin('balances', { cardId: 'small', amountMinor: LESS_THAN_WATER });
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.askBalance('small');
  await expect(till.payment.balance).toContainText('¥1.50');
  await till.payment.closeBalance();
  await till.payment.payByCard('small');
  await till.payment.seesVerdict('approved');
  await till.payment.payCash('exact');
  await till.payment.seesSlipPrinted();
  await till.payment.nextSale();
}

const STROKE = [
  [10, 60],
  [40, 20],
  [80, 70],
] as const;

/** The card's own list wants a signature; it follows the sale to the bank. */
export async function sellSigned({ bank, terminalId }: DayStage, till: TillPage): Promise<void> {
  await till.takeCard([WATER], 'chip-sign');
  await till.payment.seesVerdict('approved');
  await till.signature.draw(STROKE);
  await till.signature.press('Enter');
  await till.payment.seesSlipPrinted();
  await till.payment.nextSale();
  const kept = `SELECT 1 FROM card_signatures s JOIN transactions t
    ON t.merchant_id = s.merchant_id AND t.id = s.payment_id WHERE t.terminal_id = $1`;
  await expect.poll(async () => (await bank.rows(kept, [terminalId])).length).toBe(1);
}

export async function sellAfterDecline(till: TillPage): Promise<void> {
  await till.takeCard([WATER], 'restricted');
  await till.payment.seesVerdict('declined');
  await till.payment.otherCard();
  await till.pay({ by: 'cash' });
  await till.payment.nextSale();
}

export async function voidLast(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await voidChosen(till);
  await till.goTo('register');
}

async function voidChosen({ sales }: TillPage): Promise<void> {
  await expect(sales.voidButton).toBeEnabled();
  await sales.voidIt(SUPERVISOR_PIN);
  await sales.seesEnd('voided');
  await sales.leave();
}

export async function refundLast(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await till.sales.chooseNewest('certain');
  await till.sales.askRefund();
  await till.sales.refundIt('1.00', SUPERVISOR_PIN);
  await till.sales.seesRefundEnd('refunded');
  await till.sales.leave();
  await till.goTo('register');
}

async function hold(till: TillPage, amount: string): Promise<void> {
  await till.holds.open('hold');
  await till.holds.holdIt(amount, 'good-pin');
  await till.holds.seesEnd('done');
  await till.holds.leave();
  // The list has it, and it is chosen: its slip comes along. Named by its
  // amount: an earlier hold stands at the top until this one is drawn.
  await expect(till.sales.rows.first()).toContainText(till.words.say('sales', 'state.held'));
  await expect(till.sales.rows.first()).toContainText(amount);
  await till.sales.rows.first().click();
  await expect(till.sales.rows.first()).toHaveAttribute('aria-selected', 'true');
}

export async function holdAndComplete(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await hold(till, '80.00');
  await complete(till, '88.00');
  await till.goTo('register');
}

async function complete({ holds }: TillPage, amount: string): Promise<void> {
  await holds.open('complete');
  await holds.findIt();
  await holds.completeIt(amount);
  await holds.seesEnd('done');
  await holds.leave();
}

/** Taken back by a supervisor, the completion lets its hold stand again, until that is let go too. */
export async function voidCompletion(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await hold(till, '40.00');
  await complete(till, '36.00');
  await till.sales.rows.filter({ hasText: '36.00' }).click();
  await voidChosen(till);
  await till.sales.rows.filter({ hasText: '40.00' }).click();
  await releaseIt(till);
}

export async function holdAndRelease(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await hold(till, '30.00');
  await releaseIt(till);
}

async function releaseIt(till: TillPage): Promise<void> {
  await till.holds.open('release');
  await till.holds.findIt();
  await till.holds.releaseIt(SUPERVISOR_PIN);
  await till.holds.seesEnd('done');
  await till.holds.leave();
  await till.goTo('register');
}

/** The bank has committed, the answer is lost, and nobody waits for it any longer (F13). */
export async function giveUp({ cable }: DayStage, till: TillPage): Promise<void> {
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await till.takeCard([NOODLES], 'good-tap');
  await answer.reached;
  await till.payment.giveUp();
  await till.payment.seesVerdict('taken-back');
  answer.drop();
  await till.payment.leave();
  await till.register.clear();
  await till.waitUntilAllSent();
}

export async function writeOffLateDecline(till: TillPage): Promise<void> {
  await till.goTo('queue');
  const late = till.page.locator('[data-place="attention"]');
  await expect(late).toHaveCount(1);
  const number = (await late.getByRole('rowheader').textContent()) ?? '';
  await till.queue.decide(number.trim(), 'writeOff');
  await till.queue.typePin(SUPERVISOR_PIN);
  await till.queue.seesDecided();
  await till.waitUntilAllSent();
  await till.goTo('register');
}

/** What was carried into the next batch is settled with that one, and nothing differs. */
export async function settleNext(till: TillPage): Promise<void> {
  await till.dayEnd.open();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.leave();
}

export async function settle(till: TillPage, { difference, cure }: Difference): Promise<void> {
  await till.goTo('queue');
  await till.dayEnd.open();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('disagree');
  await expect(till.dayEnd.difference(difference, cure)).toHaveCount(1);
  await till.dayEnd.cureAll('looked into it with the bank', SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.leave();
}
