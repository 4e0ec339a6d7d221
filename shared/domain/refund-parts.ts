import { cashLeft } from './cash-returned.ts';
import type { Minor } from './money.ts';
import type { Payment } from './payment.ts';
import type { RefundOf } from './refund-of.ts';
import { cashOriginal, isRefund, refundablePayment } from './refunding.ts';
import type { Sale } from './sale.ts';
import { wasRefusedLate } from './try-that-counts.ts';
import { openVoid } from './voiding.ts';

/**
 * What a sale was paid with, as far as it can go back, each part the way it came: the card's to the card
 * (the bank knows how much of it is left), cash over the counter, and by itself the cash that was taken
 * later for a refused promise.
 */
export type RefundPart =
  | { readonly kind: 'card'; readonly payment: Payment }
  | { readonly kind: 'cash'; readonly of: RefundOf; readonly leftMinor: Minor };

export function refundParts(sale: Sale): readonly RefundPart[] {
  const payment = isSold(sale) ? refundablePayment(sale) : null;
  return [...(payment === null ? [] : [{ kind: 'card', payment } as const]), ...cashParts(sale)];
}

export type CashPart = Extract<RefundPart, { kind: 'cash' }>;

/** Of whatever else it was paid with. */
export function cashParts(sale: Sale): CashPart[] {
  if (!isSold(sale)) return [];
  // It may be the one that gives back all the cash there is (`cash-going-back.ts`).
  if (openVoid(sale) !== null) return [];
  const later = (sale.recoveredInCash ?? []).map(({ recovers }) => recovers);
  return [undefined, ...new Set(later)].flatMap((recovers) => {
    const of = cashOriginal(sale, recovers);
    return of === null ? [] : { kind: 'cash', of, leftMinor: cashLeft(sale, recovers) };
  });
}

function isSold(sale: Sale): boolean {
  return sale.state === 'completed' && !isRefund(sale);
}

export type RefundHindrance =
  | 'is-refund'
  /** Nothing was sold, or not yet. */
  | 'not-sold'
  | 'voided'
  /** Each has a slip of its own: it is found by that. */
  | 'several-cards'
  /** A promise: nobody at the bank has said yes. */
  | 'not-approved'
  /** The bank has refused it since, and nothing came in for it. */
  | 'refused-late';

/** Why nothing of a sale of this till can be refunded as it stands, null when a part of it can. */
export function refundHindrance(sale: Sale): RefundHindrance | null {
  if (isRefund(sale)) return 'is-refund';
  if (sale.state === 'voided') return 'voided';
  if (sale.state !== 'completed') return 'not-sold';
  if (refundParts(sale).length > 0) return null;
  const cards = sale.tenders.filter(({ kind }) => kind === 'card');
  if (cards.length > 1) return 'several-cards';
  return wasRefusedLate(sale) ? 'refused-late' : 'not-approved';
}
