import { expect } from '../patient-expect.ts';
import type { Cure, DifferenceKind } from '../../shared/domain/settlement-records.ts';
import { present } from '../../shared/lib/assert.ts';
import { approveUnbooked, reverseUnbooked } from '../bank-lies.ts';
import { AUTHORISATIONS, type Cable } from '../cable.ts';
import type { ElectronTill } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';
import { bookInNextBatch, bookOtherAmount } from './day-books.ts';
import { searchForNumbers } from './number-search.ts';
import { diceFrom } from './plan.ts';

export interface DayStage {
  readonly bank: RunningBank;
  readonly cable: Cable;
  readonly machine: ElectronTill;
  readonly terminalId: string;
  readonly say: (line: string) => void;
}

const WATER = SHELF.water.barcode;
const NOODLES = SHELF.noodles.barcode;
const SUPERVISOR_PIN = '0000';
const CARD_PIN = '123456';
const BALANCE_TOO_SMALL = 100;

/** Why the day does not balance: the seed picks one, the finder must name it and put it right. */
interface Trouble {
  readonly why: string;
  readonly difference: DifferenceKind;
  readonly cure: Cure;
  readonly make: (stage: DayStage, till: TillPage) => Promise<void>;
}

const TROUBLES: readonly Trouble[] = [
  {
    why: 'the bank misses a sale that it has said yes to',
    difference: 'missing-at-bank',
    cure: 'upload',
    make: async ({ bank, cable }, till) => {
      const theTruthAgain = await approveUnbooked(cable, bank);
      await sellByCard(till, [WATER]);
      theTruthAgain();
    },
  },
  {
    why: 'the bank still has a payment that it called reversed',
    difference: 'too-many-at-bank',
    cure: 'reversal',
    make: async (stage, till) => {
      const theTruthAgain = await reverseUnbooked(stage.cable, stage.bank);
      await giveUp(stage, till);
      theTruthAgain();
    },
  },
  {
    why: 'the bank has booked another amount',
    difference: 'other-amount',
    cure: 'write-off',
    make: async (stage, till) => {
      await sellByCard(till, [WATER]);
      await bookOtherAmount(stage.bank, stage.terminalId);
    },
  },
  {
    why: 'the bank has a sale in the next batch',
    difference: 'other-batch',
    cure: 'batch-correction',
    make: async (stage, till) => {
      await sellByCard(till, [WATER]);
      await bookInNextBatch(stage.bank, stage.terminalId);
    },
  },
];

/**
 * A day at the counter, by hands: every kind of transaction that this till knows, a cut line, a
 * promise that is refused later, a void and a refund by a supervisor, what is held on cards, and a day end
 * that does not balance.
 */
export async function playDay(stage: DayStage, seed: number): Promise<void> {
  const { bank, cable, machine, say } = stage;
  const dice = diceFrom(seed);
  const till = await machine.start();
  await till.waitUntilOnline();
  say('signed on: parameters, keys and hot list are the bank’s');

  for (let sale = 2 + dice(3); sale > 0; sale -= 1) {
    if (dice(2) === 0) await sellByCard(till, [WATER, NOODLES]);
    else await sellForCash(till, [NOODLES]);
  }
  await sellByPinCard(till);
  say('sold for cash and by card, one with a PIN');
  await sellSigned(stage, till);
  say('a card holder signed on the screen; the bank has the signature');
  await sellAfterDecline(till);
  say('a card was declined; the customer paid in cash');
  await sellByCard(till, [NOODLES]);
  await voidLast(till);
  say('the last sale was voided by a supervisor');
  await sellByCard(till, [NOODLES]);
  await refundLast(till);
  say('a part of a sale was refunded, the rest stands');
  await holdAndComplete(till);
  say('an amount was held on a card, and what it came to was taken of it');
  await holdAndRelease(till);
  say('another one was held, and let go by a supervisor');
  await giveUp(stage, till);
  say('an answer was lost and the payment given up: it was reversed');

  await bank.admin('balances', { cardId: 'poor', amountMinor: BALANCE_TOO_SMALL });
  await cable.cut();
  await till.waitUntilOffline();
  say('the line is cut');
  await sellOnPromise(till, 'limit-tap');
  await sellOnPromise(till, 'poor');
  await sellForCash(till, [WATER]);
  await cable.mend();
  await till.waitUntilOnline();
  say('the line is mended; two promises and the rest are on their way');
  await writeOffLateDecline(till);
  say('the bank refused one promise later: written off by a supervisor, with a reason');

  const trouble = present(TROUBLES[dice(TROUBLES.length)], 'a trouble');
  await trouble.make(stage, till);
  await till.waitUntilAllSent();
  say(`before the day ends: ${trouble.why}`);
  await settle(till, trouble);
  say(`the day end did not balance; the finder named it (${trouble.difference}) and put it right`);
  await till.waitUntilAllSent();
  if (trouble.difference === 'other-batch') {
    await settleNext(till);
    say('the sale of the next batch was settled with the next day end');
  }
  say(await searchForNumbers(stage));
}

async function sellByCard(till: TillPage, barcodes: readonly string[]): Promise<void> {
  await till.sell(barcodes, { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
}

async function sellForCash(till: TillPage, barcodes: readonly string[]): Promise<void> {
  await till.sell(barcodes, { by: 'cash' });
  await till.payment.nextSale();
}

async function sellOnPromise(till: TillPage, cardId: 'limit-tap' | 'poor'): Promise<void> {
  await till.sell([WATER], { by: 'promise', cardId });
  await till.payment.nextSale();
}

async function sellByPinCard(till: TillPage): Promise<void> {
  for (const barcode of [WATER, WATER]) await till.register.scan(barcode);
  await till.register.startPaying();
  await till.payment.payByCard('good-pin', CARD_PIN);
  await till.payment.seesVerdict('approved');
  await till.payment.seesSlipPrinted();
  await till.payment.nextSale();
}

const STROKE = [
  [10, 60],
  [40, 20],
  [80, 70],
] as const;

/** The card's own list wants a signature; it follows the sale to the bank. */
async function sellSigned({ bank, terminalId }: DayStage, till: TillPage): Promise<void> {
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

async function sellAfterDecline(till: TillPage): Promise<void> {
  await till.takeCard([WATER], 'restricted');
  await till.payment.seesVerdict('declined');
  await till.payment.otherCard();
  await till.pay({ by: 'cash' });
  await till.payment.nextSale();
}

async function voidLast(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await expect(till.sales.voidButton).toBeEnabled();
  await till.sales.voidIt(SUPERVISOR_PIN);
  await till.sales.seesEnd('voided');
  await till.sales.leave();
  await till.goTo('register');
}

async function refundLast(till: TillPage): Promise<void> {
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

async function holdAndComplete(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await hold(till, '80.00');
  await till.holds.open('complete');
  await till.holds.findIt();
  await till.holds.completeIt('88.00');
  await till.holds.seesEnd('done');
  await till.holds.leave();
  await till.goTo('register');
}

async function holdAndRelease(till: TillPage): Promise<void> {
  await till.goTo('sales');
  await hold(till, '30.00');
  await till.holds.open('release');
  await till.holds.findIt();
  await till.holds.releaseIt(SUPERVISOR_PIN);
  await till.holds.seesEnd('done');
  await till.holds.leave();
  await till.goTo('register');
}

/** The bank has committed, the answer is lost, and nobody waits for it any longer (F13). */
async function giveUp({ cable }: DayStage, till: TillPage): Promise<void> {
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

async function writeOffLateDecline(till: TillPage): Promise<void> {
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
async function settleNext(till: TillPage): Promise<void> {
  await till.dayEnd.open();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.leave();
}

async function settle(till: TillPage, { difference, cure }: Trouble): Promise<void> {
  await till.goTo('queue');
  await till.dayEnd.open();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('disagree');
  await expect(till.dayEnd.difference(difference, cure)).toHaveCount(1);
  await till.dayEnd.cureAll('looked into it with the bank', SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.leave();
}
