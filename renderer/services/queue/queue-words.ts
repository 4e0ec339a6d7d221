import { certaintyOfPayment } from '../../../shared/domain/certainty.ts';
import { openLinkOf } from '../../../shared/domain/pay-link.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import {
  isToBeWatched,
  type Payment,
  type ReversalReason,
} from '../../../shared/domain/payment.ts';
import { rootIdOf } from '../../../shared/domain/recovery.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { QueueStatus } from './queue-status.ts';

/** Why a row stands where it stands; the screen has a sentence for each kind. */
export type RowReason =
  | { readonly kind: 'asking-now' }
  | { readonly kind: 'asked-no-answer' }
  | { readonly kind: 'taking-back'; readonly why: ReversalReason | '' }
  | { readonly kind: 'refused'; readonly code: string }
  /** Refused, and its customer may pay by a link. */
  | { readonly kind: 'link-open' }
  /** The bank could not read the record. */
  | { readonly kind: 'unread'; readonly code: string }
  /** The sale that it would tell of is not in the database. */
  | { readonly kind: 'sale-missing' }
  /** It was sent and did not get through; the code is the last answer or fault. */
  | { readonly kind: 'not-yet'; readonly code: string }
  | { readonly kind: 'tried-again' }
  | { readonly kind: 'stored-without-line' }
  | { readonly kind: 'chip-approved'; readonly code: string }
  | { readonly kind: 'record-unsent' }
  | { readonly kind: 'number-unused' }
  | { readonly kind: 'at-the-bank'; readonly referenceNumber: string }
  | { readonly kind: 'to-be-watched'; readonly referenceNumber: string }
  /** Its customer has paid by a link what had been refused. */
  | { readonly kind: 'paid-by-link'; readonly referenceNumber: string }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'recovered-in-cash' }
  | { readonly kind: 'written-off'; readonly why: string }
  | { readonly kind: 'needs-attention'; readonly why: string }
  | { readonly kind: 'reported' }
  /** Cash that went back, and that the bank is not told of: nor was it of what had come in. */
  | { readonly kind: 'not-told' }
  /** A part in cash: its sale is not paid in full, and the bank is told of it when it is. */
  | { readonly kind: 'part-in-cash' }
  /** Taken back by a void. */
  | { readonly kind: 'voided' }
  /** Whether a void has taken it back is not known yet, or is being undone. */
  | { readonly kind: 'voiding' };

/** What happens next, and when: the cashier's only question about a row. */
export type RowNext =
  | { readonly kind: 'sending' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'person' }
  /** It cannot be sent: the next round lays it before a person. */
  | { readonly kind: 'to-be-decided' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'with-the-line' }
  /** Goes again at this time. */
  | { readonly kind: 'at'; readonly atMs: number }
  | { readonly kind: 'next-batch' }
  | { readonly kind: 'done' };

export function reasonOf(
  sale: Pick<Sale, 'payments' | 'payLinks' | 'recoveredInCash'>,
  payment: Payment | null,
  row: OutboxRow | null,
): RowReason {
  if (row?.kind === 'void-number') return { kind: 'number-unused' };
  const isRefused = payment?.status.state === 'refused';
  if (row?.lane === 'exception' && !isRefused) return { kind: 'unread', code: row.reason };
  if (row !== null && row.attempts > 0 && row.reason !== '' && !isRefused) {
    return { kind: 'not-yet', code: row.reason };
  }
  // A report that waits says something of the money only when the money is certain.
  const isMoneyOpen = payment !== null && certaintyOfPayment(payment.status) !== 'certain';
  if (payment !== null && (isMoneyOpen || row?.kind !== 'sale-report')) {
    return reasonOfPayment(payment, sale);
  }
  return row === null ? { kind: 'reported' } : { kind: 'record-unsent' };
}

function reasonOfPayment(
  payment: Payment,
  { payments, payLinks = [], recoveredInCash = [] }: Parameters<typeof reasonOf>[0],
): RowReason {
  const { status } = payment;
  switch (status.state) {
    case 'created':
    case 'authorizing':
      return { kind: 'asking-now' };
    case 'unknown':
      return { kind: 'asked-no-answer' };
    case 'reversing':
    case 'reversed':
      return { kind: 'taking-back', why: status.reason };
    case 'refused':
      return openLinkOf({ payLinks }, payment.tenderId) === null
        ? { kind: 'refused', code: status.code }
        : { kind: 'link-open' };
    case 'declined':
    case 'offline-declined':
      return { kind: 'refused', code: status.code };
    case 'stored':
      return {
        kind: rootIdOf(payments, payment) === payment.id ? 'stored-without-line' : 'tried-again',
      };
    case 'offline-approved':
      return { kind: 'chip-approved', code: status.code };
    case 'recovered':
      return recoveredInCash.some(({ id }) => id === status.byPaymentId)
        ? { kind: 'recovered-in-cash' }
        : { kind: 'recovered' };
    case 'written-off':
      return { kind: 'written-off', why: status.reason };
    case 'needs-attention':
      return { kind: 'needs-attention', why: status.why };
    case 'withdrawn':
      return { kind: 'voided' };
    default: {
      const { referenceNumber } = status;
      if (isToBeWatched(payment)) return { kind: 'to-be-watched', referenceNumber };
      const isByLink = payment.card.entryMode === 'link';
      return { kind: isByLink ? 'paid-by-link' : 'at-the-bank', referenceNumber };
    }
  }
}

/** Of a void that stands or is open. */
export function reasonOfVoid({ status }: Payment): RowReason {
  return { kind: status.state === 'approved' ? 'voided' : 'voiding' };
}

export interface NextSources {
  readonly online: boolean;
  readonly status: QueueStatus;
}

export function nextOf(
  payment: Payment | null,
  row: OutboxRow | null,
  { online, status }: NextSources,
): RowNext {
  if (row === null)
    return payment !== null && isOpen(payment) ? { kind: 'asking' } : { kind: 'done' };
  if (row.lane === 'exception') return { kind: 'person' };
  if (status.kind === 'sending' && status.keys.includes(row.key)) return { kind: 'sending' };
  if (!online) return { kind: 'with-the-line' };
  if (status.kind === 'paused') return { kind: 'paused' };
  // A row waits for itself, or for as long as the whole queue does.
  const queueWaitsMs = status.kind === 'waiting' ? status.untilMs : 0;
  const atMs = Math.max(row.nextTryAtMs, queueWaitsMs);
  return atMs > 0 ? { kind: 'at', atMs } : { kind: 'next-batch' };
}

function isOpen({ status: { state } }: Payment): boolean {
  return state === 'created' || state === 'authorizing' || state === 'unknown';
}
