import { assertNever } from '../lib/assert.ts';
import { isCashAlone } from './cash-returned.ts';
import { certaintyOfPayment } from './certainty.ts';
import { isHeldMoney } from './holding.ts';
import { hasBanksYes, type Payment } from './payment.ts';
import { isRefund } from './refunding.ts';
import type { Sale } from './sale.ts';
import { isRefusedLate, tryThatCounts } from './try-that-counts.ts';

/**
 * Void 撤销 (TERMINAL 2a): an approved sale taken back in full on the terminal and in the batch that
 * took it, with a supervisor's word, while the bank can be asked (P18). It is a payment of its own,
 * kind `void`, that names the original; it stands in the same sale, beside what it takes back.
 *
 *   completed ──void of each card approved──▶ voided      declined, taken back: still completed
 *
 * Where no card took part the cash lies in the drawer: nobody is asked, with or without a line, and the
 * bank, which is told of every sale, is told that it went back (`cash-returned.ts`).
 *
 * A promise of which nothing has left this till is withdrawn here as well (TERMINAL 2a): its record and the
 * report leave the queue, their numbers are declared unused, and the bank never hears of the sale. What may
 * have been on the wire is not (P11): it waits for the bank's answer.
 *
 * What several cards have paid is taken back card by card, each with a supervisor's word of its own, as
 * a terminal voids one voucher after the other; what came in as cash goes back over the counter once no
 * card has anything left. Later than the batch, in part, or at another till the field knows the refund
 * 退货 instead.
 */
export type VoidHindrance =
  /** It came to nothing. */
  | 'not-sold'
  /** Likewise a refund, or what was to hold money or let it go: there nobody speaks of a sale. */
  | 'not-made'
  /** The bank has not answered, or another tender is to come. */
  | 'not-finished'
  /** Nothing was taken: what holds money is let go by a word of its own (`holding.ts`). */
  | 'held'
  | 'released'
  | 'is-refund'
  | 'already-voided'
  /** A part of its cash has gone back already: the rest is refunded as well. */
  | 'partly-refunded'
  /** An earlier void has no outcome yet, or is being taken back. */
  | 'under-way'
  /** A promise that the bank knows of, or one beside a card that it has approved: it has to answer first. */
  | 'not-approved'
  /** A promise that the bank has refused since: what came in for it later goes back as a refund. */
  | 'refused-late'
  /** Settled, or about to be: the bank pays it out with its batch (P22). */
  | 'other-batch';

/** Why this sale cannot be voided now, null when it can. `batchNumber`: the till's open batch. */
export function voidHindrance(sale: Sale, batchNumber: number): VoidHindrance | null {
  if (sale.state === 'voided') return 'already-voided';
  if (sale.state !== 'completed') return notSold(sale, sale.state);
  if (sale.cashRefunds !== undefined) return 'partly-refunded';
  if (isCashAlone(sale)) {
    return sale.report?.batchNumber === batchNumber ? null : 'other-batch';
  }
  if (openVoid(sale) !== null) return 'under-way';
  const left = leftToVoid(sale);
  // All or nothing: what could be taken back in part only is not begun.
  if (!left.every(hasBanksYes) && !isAllPromised(sale)) {
    return left.some(isRefusedLate) ? 'refused-late' : 'not-approved';
  }
  return left.every(({ core }) => core.batchNumber === batchNumber) ? null : 'other-batch';
}

/** What is no finished sale: a cashier must read what it is, and what takes it back instead (I9). */
function notSold(
  sale: Pick<Sale, 'refundOf' | 'hold'>,
  state: Exclude<Sale['state'], 'completed' | 'voided'>,
): VoidHindrance {
  switch (state) {
    case 'paying':
      return 'not-finished';
    case 'held':
    case 'released':
      return state;
    case 'refunded':
      return 'is-refund';
    case 'not-paid':
      return isRefund(sale) || isHeldMoney(sale) ? 'not-made' : 'not-sold';
    default:
      return assertNever(state, 'sale state');
  }
}

/** How a sale is taken back: by the bank, over the counter alone, or before the bank has heard of it. */
export type VoidWay = 'bank' | 'cash' | 'promise';

export function voidWay(sale: Sale): VoidWay {
  if (isCashAlone(sale)) return 'cash';
  return isAllPromised(sale) ? 'promise' : 'bank';
}

/**
 * Every card of it is a promise, as the report says; of a later try for one that was refused the bank
 * has the report, and knows the sale.
 */
function isAllPromised(sale: Sale): boolean {
  const { report } = sale;
  if (report === null || standingVoids(sale).length > 0) return false;
  const cards = cardPayments(sale);
  return (
    cards.length > 0 &&
    cards.every((one) => isPromise(one) && one.core.transactionNumber < report.transactionNumber)
  );
}

/** The promises of a sale that stands on nothing else, with cash beside them or not. */
export function promisesOf(sale: Sale): readonly Payment[] {
  return cardPayments(sale).filter(isPromise);
}

function isPromise({ status }: Payment): boolean {
  return certaintyOfPayment(status) === 'promised';
}

/** What voids have to take back: of each card tender the payment that pays it, in their order. */
function cardPayments(sale: Sale): Payment[] {
  return sale.tenders.flatMap((tender) =>
    tender.kind === 'card' ? (tryThatCounts(sale, tender) ?? []) : [],
  );
}

/** What of it no void has taken back yet; the next void takes the first. */
export function leftToVoid(sale: Sale): Payment[] {
  const taken = new Set(standingVoids(sale).map(({ core }) => core.originalId));
  return cardPayments(sale).filter(({ id }) => !taken.has(id));
}

/** Every try to take this payment back, oldest first. */
export function voidsOf(payments: readonly Payment[], originalId: string): Payment[] {
  return payments.filter(({ core }) => core.kind === 'void' && core.originalId === originalId);
}

/** The void of this payment that counts: it stands, or nobody knows yet; null where none does. */
export function countingVoid(payments: readonly Payment[], originalId: string): Payment | null {
  const counts = voidsOf(payments, originalId).filter(
    ({ status }) => certaintyOfPayment(status) !== 'refused',
  );
  return counts.at(-1) ?? null;
}

/** The void whose outcome is not known yet; null when there is none. */
export function openVoid({ payments }: Pick<Sale, 'payments'>): Payment | null {
  const open = payments.find(
    ({ core, status }) => core.kind === 'void' && certaintyOfPayment(status) === 'unknown',
  );
  return open ?? null;
}

/** Those that stand, oldest first. */
export function standingVoids({ payments }: Pick<Sale, 'payments'>): Payment[] {
  return payments.filter(({ core, status }) => core.kind === 'void' && status.state === 'approved');
}

/** The sale after a void of it has come to an end, or to the beginning of one (a reversal). */
export function afterVoid(sale: Sale): Sale {
  if (leftToVoid(sale).length > 0) {
    if (sale.state !== 'voided') return sale;
    // Told as not recorded: a slip of the void never came, the one of the sale had.
    return { ...sale, state: 'completed', receipt: { printedCount: 1 } };
  }
  // A slip of its own follows, and is missed like any other (F04).
  return { ...sale, state: 'voided', receipt: { printedCount: 0 } };
}
