import type { Certainty, Delivery } from '../../../shared/domain/certainty.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import type { PaymentState } from '../../../shared/domain/payment.ts';
import type { AgainVerdict } from '../../../shared/domain/recovery.ts';
import type { ContactTry } from '../../../shared/domain/sale.ts';
import type { RowNext, RowReason } from './queue-words.ts';

/** Where a piece of money stands on its way to the bank; the three lists of the screen (A21). */
export type QueuePlace = 'attention' | 'waiting' | 'sent';
export type QueueFilter = 'all' | QueuePlace;

/** One tender of a sale, or one message without a tender of its own, as the queue screen shows it. */
export interface QueueRow {
  readonly key: string;
  readonly saleId: string;
  readonly saleNumber: string;
  readonly atMs: number;
  readonly tender: 'cash' | 'card' | 'number';
  /** Empty for cash. */
  readonly maskedNumber: string;
  readonly amountMinor: Minor;
  /** How certain the money is; the second axis, whether the bank was told, is never mixed in. */
  readonly ink: Certainty;
  readonly delivery: Delivery;
  readonly state: RowState;
  readonly place: QueuePlace;
  /** Since when it waits; null when nothing of it does. */
  readonly waitingSinceMs: number | null;
  readonly attempts: number;
  readonly reason: RowReason;
  readonly next: RowNext;
  readonly customerContact: string;
  /** What a supervisor may decide here; null when nothing is to be decided. */
  readonly decision: RowDecision | null;
  /** Of a promise that was refused and not decided about yet; null for everything else. */
  readonly loss: RowLoss | null;
}

/** What the recovery desk must know of a loss (P13). */
export interface RowLoss {
  readonly tenderId: string;
  readonly code: string;
  /** Whether the same card may be asked once more without its holder, and why not. */
  readonly again: AgainVerdict;
  /** How often the bank was asked for this money, the refused promise included. */
  readonly tries: number;
  readonly contacts: readonly ContactTry[];
  /** By which its customer may pay at this moment; null: there is none. */
  readonly link: RowLink | null;
}

export interface RowLink {
  readonly id: string;
  /** Null: the bank has not said yet that it is there. */
  readonly open: { readonly url: string; readonly expiresAtMs: number } | null;
}

export type RowState =
  | PaymentState
  | 'link-open'
  | 'in-drawer'
  | 'number-unused'
  | 'voided'
  | 'refunded';

export interface RowDecision {
  readonly outboxKey: string;
  /** A payment tried again is a new transaction; a record goes again as it is. */
  readonly kind: 'refused-payment' | 'unread-record';
  readonly mayTryAgain: boolean;
  /** Not a reversal: the customer's money hangs on it. */
  readonly mayWriteOff: boolean;
}

/** Unknown first, then refused, then what could not be read; then oldest first; done last. */
export function byNeed(a: QueueRow, b: QueueRow): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  const age = a.place === 'sent' ? b.atMs - a.atMs : a.atMs - b.atMs;
  return age === 0 ? a.key.localeCompare(b.key) : age;
}

function rankOf({ ink, place }: QueueRow): number {
  if (place === 'sent') return 4;
  if (ink === 'unknown') return 0;
  if (place === 'waiting') return 3;
  return ink === 'refused' ? 1 : 2;
}
