import { present } from '../../shared/lib/assert.ts';
import { approveUnbooked, reverseUnbooked } from '../bank-lies.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import {
  type DayStage,
  type Difference,
  sellByCard,
  sellForCash,
  sellOnPromise,
  sellByPinCard,
  sellInPart,
  sellSigned,
  sellAfterDecline,
  voidLast,
  refundLast,
  holdAndComplete,
  voidCompletion,
  holdAndRelease,
  giveUp,
  writeOffLateDecline,
  settleNext,
  settle,
} from './day-acts.ts';
import { bookInNextBatch, bookOtherAmount } from './day-books.ts';
import { searchForNumbers } from './number-search.ts';
import { diceFrom } from './plan.ts';

const WATER = SHELF.water.barcode;
const NOODLES = SHELF.noodles.barcode;
const BALANCE_TOO_SMALL = 100;

/** Why the day does not balance: the seed picks one, the finder must name it and put it right. */
interface Trouble extends Difference {
  readonly why: string;
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
  await sellInPart(stage, till);
  say('a balance was asked; the card paid what was on it, and cash the rest');
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
  await voidCompletion(till);
  say('what was taken of another hold was voided: it stands again, and was let go');
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
