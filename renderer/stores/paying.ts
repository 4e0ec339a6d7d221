import type { Failure } from '../../shared/contracts/error-codes.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { CashTender, Sale } from '../../shared/domain/sale.ts';
import type { CardOutcome } from '../services/paying/payment-desk.ts';
import { paidTenders } from '../services/books/sale-writing.ts';
import { NOBODY_WAITS, type Attended } from './attended-desk.ts';

/** The payment that is running, as the screen shows it. */
export interface Paying extends Attended {
  readonly busy: boolean;
  /** The goods went long ago: a refused promise of this sale is being made up for (P13). */
  readonly recovers?: RecoveredLoss;
  /** As it is recorded; null before the first tender. */
  readonly sale: Sale | null;
  readonly cardId: string | null;
  readonly verdict: Verdict | null;
  /** The goods are sold, and its cardholder has still to sign; the slip comes out after that. */
  readonly signing: Signing | null;
  readonly slip: 'none' | 'printing' | 'printed' | 'not-printed';
  /** It should have opened for the cash of this sale and has not (A27). */
  readonly isDrawerShut: boolean;
}

export interface Signing {
  readonly payment: Payment;
  readonly busy: boolean;
  /** It could not be written down. */
  readonly hasFailed: boolean;
}

export type Verdict =
  | CardOutcome
  | { readonly kind: 'cash'; readonly sale: Sale }
  /** What had been paid in part was given back. */
  | { readonly kind: 'cancelled'; readonly sale: Sale; readonly cashBackMinor: Minor }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface RecoveredLoss {
  readonly tenderId: string;
  readonly amountMinor: Minor;
  /** What the customer wants to pay with, as far as it was said. */
  readonly tender: 'cash' | 'card';
}

export const NEW_TRY: Omit<Paying, 'sale' | 'recovers'> = {
  busy: false,
  ...NOBODY_WAITS,
  cardId: null,
  verdict: null,
  signing: null,
  slip: 'none',
  isDrawerShut: false,
};

/** Of the cart until something is paid, of the sale from then on. */
export function dueOf(sale: Sale | null, dueMinor: Minor): Minor {
  return sale === null || paidTenders(sale).length === 0 ? dueMinor : sale.totals.dueMinor;
}

/** Something was taken and the sale is not closed: it is finished or given back, not left. */
export function isPartPaid(sale: Sale | null): boolean {
  return sale !== null && sale.state === 'paying' && paidTenders(sale).length > 0;
}

export function mayLeave({ busy, sale, verdict, signing }: Paying): boolean {
  return !busy && signing === null && (isSold(verdict) || !isPartPaid(sale));
}

export type SoldVerdict = Extract<Verdict, { kind: 'cash' | 'approved' | 'provisional' }>;

/** The goods are the customer's; an approved part of a sale alone is not that. */
export function isSold(verdict: Verdict | null): verdict is SoldVerdict {
  if (verdict === null) return false;
  const { kind } = verdict;
  const mayBe = kind === 'cash' || kind === 'approved' || kind === 'provisional';
  return mayBe && verdict.sale.state === 'completed';
}

/** The cash that ended a sale, or made up for a loss, and with it the change. */
export function lastCash({ verdict, recovers }: Paying): Omit<CashTender, 'kind'> | null {
  if (verdict?.kind !== 'cash') return null;
  const { tenders, recoveredInCash = [] } = verdict.sale;
  const taken =
    recovers === undefined ? tenders.filter((one) => one.kind === 'cash') : recoveredInCash;
  return taken.at(-1) ?? null;
}

export function saleOfVerdict(verdict: Verdict | null): Sale | null {
  return verdict !== null && 'sale' in verdict ? verdict.sale : null;
}

export function cashOf({ tenders }: Sale): Minor {
  let total = 0;
  for (const tender of tenders) if (tender.kind === 'cash') total += tender.amountMinor;
  return minor(total);
}
