import type { PaymentKind } from '../../shared/domain/payment.ts';
import type { SaleReport } from '../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../shared/contracts/cash-return.ts';
import type { ChipSaid } from './chip-check.ts';
import type { ChipCounters } from './chip-counters.ts';

/**
 * What the bank keeps, as plain values. Rules read these and return `Change`s; whoever runs them
 * (PostgreSQL in the server, maps in a simulation) loads the slice before and writes after.
 * Amounts are minor units as bigint, times epoch milliseconds.
 */

/**
 *   (nothing) ──▶ approved │ declined          asked online
 *   (nothing) ──▶ posted │ refused             promised by the till, judged at upload
 *   (nothing) ──▶ tombstone                    reversed or superseded before it was ever seen (P6)
 *   approved │ posted ──▶ reversed             reversed, superseded or voided; a refund also together
 *                                              with the purchase that it gave a part of back
 */
export type PaymentStateAtBank =
  | 'approved'
  | 'declined'
  | 'posted'
  | 'refused'
  | 'reversed'
  | 'tombstone';

export interface StoredPayment {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly terminalId: string;
  /** Null while only the id is known: a tombstone by `supersedes` (P7). */
  readonly coreHash: string | null;
  readonly saleId: string | null;
  /** What it moves where it stands: of an approval in part (10) the part. */
  readonly amountMinor: bigint;
  /** What was asked for, where that was more than what was approved; null elsewhere. */
  readonly askedMinor: bigint | null;
  readonly transactionNumber: number | null;
  readonly batchNumber: number | null;
  readonly traceNumber: number | null;
  readonly cardHash: string | null;
  readonly maskedNumber: string;
  readonly channel: 'online' | 'stored';
  readonly state: PaymentStateAtBank;
  readonly code: string;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
  readonly supersedes: string | null;
  readonly originalId: string | null;
  /** What took it back, if anything did: a void, what superseded it, or its own reversal (its id). */
  readonly undoneBy: string | null;
  readonly operatorId: string;
  readonly createdAtMs: number;
  /** The chip's own count of this transaction; null where no chip was proved genuine. */
  readonly chipCounter: number | null;
  /** What its issuer told the card, hex of tag 91; empty where it told it nothing. */
  readonly issuerAuthentication: string;
}

/** A cardholder's account at the demo issuer. */
export interface CardAccount {
  readonly cardHash: string;
  readonly id: string;
  readonly expiry: string;
  readonly standing: 'good' | 'stolen' | 'restricted';
  readonly verification: 'none' | 'online-pin';
  readonly pinHash: string;
  readonly wrongPins: number;
  readonly limitMinor: bigint;
  /** What is on it; below zero where more was taken back than was there. */
  readonly availableMinor: bigint;
  /** Of that what pre-authorisations hold now, at whatever merchant: it cannot be spent. */
  readonly heldMinor: bigint;
  /** Its issuer says yes to what is there when more is asked (10), instead of no (51). */
  readonly approvesInPart: boolean;
  /** Its issuer's yes is one to be confirmed with it later (A2 A4 A5 A6), never a plain one. */
  readonly yesIsDefective: boolean;
}

/** What the acquirer found behind the seal. The number itself is gone by then (I6). */
export interface OpenedCard {
  readonly cardHash: string;
  readonly maskedNumber: string;
  readonly checkDigitValid: boolean;
  readonly pinHash: string | null;
  /** There was a block, and no key of ours opens it for this card. */
  readonly isPinUnreadable?: boolean;
  readonly chip: ChipSaid;
}

export interface LedgerEntry {
  readonly account: string;
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
}

export type PostingKind =
  | 'purchase'
  | 'fee'
  | 'void'
  | 'void-fee'
  | 'reversal'
  | 'reversal-fee'
  | 'refund'
  | 'refund-fee'
  | 'cash-sale'
  | 'cash-return'
  | 'funding'
  | 'settlement';

/** Sums to zero; its id is `<record id>:<kind>`, so that none can be booked twice (I2). */
export interface Posting {
  readonly id: string;
  readonly kind: PostingKind;
  readonly recordId: string;
  readonly entries: readonly LedgerEntry[];
}

/** The issuer's side of a pre-authorisation that was neither completed, released nor taken back. */
export interface CardHold {
  readonly id: string;
  readonly cardHash: string;
  readonly amountMinor: bigint;
  readonly lapsesAtMs: number;
}

export interface StoredReport {
  readonly id: string;
  readonly contentHash: string;
  readonly referenceNumber: string;
  readonly terminalId: string;
  /** What of the sale was paid in cash, before rounding. */
  readonly cashMinor: bigint;
}

export interface StoredCashReturn {
  readonly id: string;
  readonly contentHash: string;
  readonly referenceNumber: string;
  /** The report of the sale. */
  readonly originalId: string;
  readonly amountMinor: bigint;
}

/** One till's slice of the books, as loaded for one piece of work. */
export interface Books {
  readonly merchantId: string;
  readonly terminalId: string;
  readonly currency: string;
  readonly nowMs: number;
  readonly issuerDown: boolean;
  /** Random decimal digits, for authorisation codes and reference numbers. */
  readonly digits: (count: number) => string;
  /** With a payment that may be taken back, refunded, completed or released comes what was done of that. */
  readonly payments: Map<string, StoredPayment>;
  readonly cards: Map<string, CardAccount>;
  /** Transaction number → id of the record that took it (P2). */
  readonly numbers: Map<number, string>;
  /** `batch:trace` → id of the record that took it (P3). */
  readonly traces: Map<string, string>;
  readonly reports: Map<string, StoredReport>;
  /** Sale id → id of its report. */
  readonly reportedSales: Map<string, string>;
  /** With a cash return come all those of its sale. */
  readonly cashReturns: Map<string, StoredCashReturn>;
  /** Id of a void-number record → the number. */
  readonly voidNumbers: Map<string, number>;
  /** By card hash, of the cards in this till's tray. */
  readonly chipCounters: Map<string, ChipCounters>;
}

export type SecurityEventKind =
  | 'activation-refused'
  | 'activation-repeated'
  | 'chip-not-genuine'
  | 'clock-skew'
  | 'core-differs'
  | 'device-key-renewed'
  | 'journal-fork'
  | 'journal-rollback'
  | 'late-original'
  | 'not-permitted'
  | 'number-reused'
  | 'pay-page-refused'
  | 'program-changed'
  | 'seal-broken'
  | 'sequence-gap'
  | 'signature-invalid'
  | 'signature-missing'
  | 'terminal-released'
  | 'terminal-unknown';

/** What may take a number of a till's series (P2). */
export type NumberedKind = 'payment' | 'sale-report' | 'cash-return' | 'void-number';

export type Change =
  | { readonly type: 'payment'; readonly payment: StoredPayment }
  | { readonly type: 'card'; readonly card: CardAccount }
  | {
      readonly type: 'chip-counters';
      readonly cardHash: string;
      readonly counters: ChipCounters;
    }
  /** Begins, or ends. */
  | { readonly type: 'hold'; readonly hold: CardHold; readonly stands: boolean }
  | { readonly type: 'posting'; readonly posting: Posting }
  | {
      readonly type: 'number';
      readonly number: number;
      readonly batchNumber: number | null;
      readonly traceNumber: number | null;
      readonly recordId: string;
      readonly recordKind: NumberedKind;
    }
  | { readonly type: 'report'; readonly report: SaleReport; readonly stored: StoredReport }
  | {
      readonly type: 'cash-return';
      readonly back: CashReturn;
      readonly stored: StoredCashReturn;
    }
  | {
      readonly type: 'void-number';
      readonly id: string;
      readonly number: number;
      readonly reason: string;
    }
  | { readonly type: 'security-event'; readonly kind: SecurityEventKind; readonly detail: string };

export interface Judged<Value> {
  readonly value: Value;
  readonly changes: readonly Change[];
}

/** Lets the next record of the same work see what the one before it did. */
export function applyChanges(books: Books, changes: readonly Change[]): void {
  for (const change of changes) {
    switch (change.type) {
      case 'payment':
        books.payments.set(change.payment.id, change.payment);
        break;
      case 'card':
        books.cards.set(change.card.cardHash, change.card);
        break;
      case 'chip-counters':
        books.chipCounters.set(change.cardHash, change.counters);
        break;
      case 'number':
        books.numbers.set(change.number, change.recordId);
        if (change.batchNumber !== null && change.traceNumber !== null) {
          books.traces.set(traceKey(change.batchNumber, change.traceNumber), change.recordId);
        }
        break;
      case 'report':
        books.reports.set(change.stored.id, change.stored);
        books.reportedSales.set(change.report.saleId, change.stored.id);
        break;
      case 'cash-return':
        books.cashReturns.set(change.stored.id, change.stored);
        break;
      case 'void-number':
        books.voidNumbers.set(change.id, change.number);
        break;
      case 'hold':
      case 'posting':
      case 'security-event':
        break;
    }
  }
}

export function traceKey(batchNumber: number, traceNumber: number): string {
  return `${batchNumber}:${traceNumber}`;
}
