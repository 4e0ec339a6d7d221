import type { CardSignature } from './card-signature.ts';
import type { CashRefunded, CashReturned } from './cash-returned.ts';
import type { HoldStep } from './hold.ts';
import type { Minor } from './money.ts';
import type { PaperOrigin } from './paper-sale.ts';
import type { PayLink } from './pay-link.ts';
import type { Payment } from './payment.ts';
import type { RefundOf } from './refund-of.ts';

/**
 * A sale with its tenders and payments: one row at the till, one aggregate, changed as a whole.
 * It is written only when money is at stake (an intent, an outcome); until then it is a cart.
 */
export interface Sale {
  /** UUID v7, made by the till. */
  readonly id: string;
  /** What people read: till number and running number, `01-000418`. */
  readonly number: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly operatorId: string;
  readonly createdAtMs: number;
  /** ISO date of the business day it belongs to (P22). */
  readonly businessDay: string;
  readonly lines: readonly SaleLine[];
  readonly totals: SaleTotals;
  readonly note: string;
  readonly tenders: readonly Tender[];
  readonly payments: readonly Payment[];
  readonly state: SaleState;
  /** Whom to reach when a promised payment is refused later (P19). */
  readonly customerContact: string;
  /** The sale report's own transaction (id and number), given when the sale is completed. */
  readonly report: SaleReportIdentity | null;
  readonly receipt: ReceiptState;
  /** Only of a refund: what it gives a part of back. It has no goods, and its due goes the other way. */
  readonly refundOf?: RefundOf;
  /** Only of what holds money on a card, completes that or lets it go; no goods either. */
  readonly hold?: HoldStep;
  /** Only of what was sold on paper first. */
  readonly paper?: PaperOrigin;
  /** Only of what was voided and had brought cash. */
  readonly cashReturned?: CashReturned;
  /** Only where cash of it was refunded, oldest first. */
  readonly cashRefunds?: readonly CashRefunded[];
  /** Only where cash was taken for a promise that the bank had refused (P13). */
  readonly recoveredInCash?: readonly CashRecovery[];
  /** Only where the customer was given an address to pay by for one (P13). */
  readonly payLinks?: readonly PayLink[];
  /** Only where somebody has tried to reach the customer about one. */
  readonly contacts?: readonly ContactTry[];
  /** Only where a cardholder has signed; one a payment. */
  readonly signatures?: readonly CardSignature[];
}

/**
 * `paying`: an intent is stored, the outcome is open. `completed`: every tender is paid or
 * promised. `not-paid`: given up, declined or abandoned; nothing was sold. `voided`: sold, and taken
 * back in full with the bank's yes (`voiding.ts`). `refunded`: a refund that the bank has done; one that
 * came to nothing is `not-paid` (`refunding.ts`). `held`, `released`: likewise of money that is held on a
 * card, or let go (`holding.ts`).
 */
export type SaleState =
  | 'paying'
  | 'completed'
  | 'not-paid'
  | 'voided'
  | 'refunded'
  | 'held'
  | 'released';

const ENDED: ReadonlySet<SaleState> = new Set<SaleState>([
  'completed',
  'voided',
  'refunded',
  'held',
  'released',
]);

/** The goods went over the counter, or came back: no money is taken for it any more (P8). */
export function wasSold({ state }: Pick<Sale, 'state'>): boolean {
  return ENDED.has(state);
}

export interface SaleReportIdentity {
  readonly id: string;
  readonly transactionNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** Whether the bank has it, as the sale is read: its row in the queue is what is kept (`asTold`). */
  readonly delivered: boolean;
  /** A supervisor gave up telling it; its number was declared unused (P13). */
  readonly writtenOff?: true;
}

export interface ReceiptState {
  /** How often a slip came out of the printer; 0 after a crash means "receipt not printed" (F04). */
  readonly printedCount: number;
}

export interface SaleLine {
  readonly lineId: string;
  readonly productId: string;
  readonly barcode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly unit: 'piece' | 'kg';
  /** Thousandths of the unit: 2 pieces = 2000, 642 g = 642. Whole number, above zero. */
  readonly quantityMilli: number;
  readonly unitPriceMinor: Minor;
  readonly taxBasisPoints: number;
  /** What was taken off this line by the cashier; zero or above. */
  readonly discountMinor: Minor;
  /** This line's share of the discount on the whole sale; zero or above. */
  readonly saleDiscountMinor: Minor;
  /** What the line costs after both discounts, tax included. */
  readonly amountMinor: Minor;
  readonly taxMinor: Minor;
  readonly note: string;
}

export interface SaleTotals {
  readonly grossMinor: Minor;
  readonly discountMinor: Minor;
  readonly taxMinor: Minor;
  /** What the customer owes, tax included, before cash rounding. */
  readonly dueMinor: Minor;
}

export type Tender = CashTender | CardTender;

export interface CashTender {
  readonly kind: 'cash';
  readonly id: string;
  /** What of the sale is settled by this tender, before rounding. */
  readonly amountMinor: Minor;
  /** Rounded amount minus amount; cash only, never on cards (A19). */
  readonly roundingMinor: Minor;
  readonly receivedMinor: Minor;
  readonly changeMinor: Minor;
}

/** Taken later, for a tender whose promise was refused; the tenders of the sale stay as reported. */
export interface CashRecovery extends Omit<CashTender, 'kind'> {
  /** Id of the card tender. */
  readonly recovers: string;
  readonly atMs: number;
  readonly operatorId: string;
}

/** One try to reach the customer about a refused promise, as whoever tried it put it. */
export interface ContactTry {
  readonly atMs: number;
  readonly operatorId: string;
  readonly isReached: boolean;
  readonly words: string;
}

export interface CardTender {
  readonly kind: 'card';
  readonly id: string;
  readonly amountMinor: Minor;
  /** Every try, oldest first; at most one counts (I2). */
  readonly paymentIds: readonly string[];
}
