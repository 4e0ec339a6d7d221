import { cashTaken, isCashAlone } from './cash-returned.ts';
import { minor, negate, type Minor } from './money.ts';
import { hasBanksYes, type Payment } from './payment.ts';
import type { RefundOf } from './refund-of.ts';
import type { Sale } from './sale.ts';
import { tryThatCounts } from './try-that-counts.ts';

/**
 * Refund 退货 (TERMINAL 2a): a part of a finished card sale goes back to its card, on any day, from any
 * till of the merchant, with a supervisor's word, while the bank can be asked (P18). It is kept as an
 * aggregate of its own, in the shape of a sale: its own number, business day, transaction and slip, and
 * `refundOf` says what it gives back. So it is settled with the batch and counted on the day on which it
 * is made, however old the sale is, and whether or not this till has it.
 *
 *   paying ──bank approved──▶ refunded       declined, taken back ──▶ not-paid: nothing went back
 *
 * How much of the original is left only the bank knows, since other tills refund it too: it is asked
 * before (`findOriginal`), and decides (I1).
 *
 * What came in as cash is refunded in cash, with or without a line, by the till that took it and no other:
 * that one knows what is left (`cash-returned.ts`, decision 15). There is nothing to ask, so it is `refunded`
 * at once. What a sale was paid with, each by itself, is in `refund-parts.ts`.
 */
export function isRefund({ refundOf }: Pick<Sale, 'refundOf'>): boolean {
  return refundOf !== undefined;
}

/**
 * With its sign: what goes back to a customer is subtracted in every sum of money, and what is only held
 * on a card, or let go again, is in none (decision 14).
 */
export function signedMinor(sale: Pick<Sale, 'refundOf' | 'hold'>, amountMinor: Minor): Minor {
  if (sale.hold !== undefined && sale.hold.act !== 'complete') return minor(0);
  return isRefund(sale) ? negate(amountMinor) : amountMinor;
}

/** What of a sale of this till can be refunded: the one card payment that the bank has said yes to. */
export function refundablePayment(sale: Sale): Payment | null {
  const [tender, ...others] = sale.tenders.filter(({ kind }) => kind === 'card');
  if (tender?.kind !== 'card' || others.length > 0) return null;
  const payment = tryThatCounts(sale, tender);
  return payment !== undefined && hasBanksYes(payment) ? payment : null;
}

/** After the bank's yes; a slip of its own follows, and is missed like any other (F04). */
export function refunded(refund: Sale): Sale {
  return { ...refund, state: 'refunded', receipt: { printedCount: 0 } };
}

/**
 * The cash of a sale as a refund of it names it: what was paid so when it was sold, or what was taken
 * later for the refused promise of a tender. Null where there is none, or nothing was reported.
 */
export function cashOriginal(sale: Sale, recovers?: string): RefundOf | null {
  const { report, terminalId, id: saleId, recoveredInCash = [] } = sale;
  const { amountMinor } = cashTaken(sale, recovers);
  const isNone = amountMinor === 0 && !isCashAlone(sale);
  if (report === null || isRefund(sale) || isNone) return null;
  const { id: paymentId, batchNumber, traceNumber, transactionNumber: reportNumber } = report;
  const where = { terminalId, batchNumber, traceNumber, referenceNumber: '' };
  const later = recoveredInCash.find((one) => one.recovers === recovers);
  const bookedAtMs = later?.atMs ?? sale.createdAtMs;
  const cash = { saleId, reportNumber, ...(recovers === undefined ? {} : { recovers }) };
  return { paymentId, ...where, amountMinor, bookedAtMs, cash };
}
