import type { PaymentKind } from '../../shared/domain/payment.ts';
import type { NumberedKind } from '../domain/records.ts';

/**
 * What `ledger --json` prints: all that the bank knows, as plain values. Amounts are minor units
 * (numbers where safe: a demo ledger is), ids as the till made them.
 */
export interface LedgerView {
  /** One row a sale: what slips are joined with. */
  readonly sales: readonly LedgerSale[];
  readonly transactions: readonly LedgerTransaction[];
  readonly reports: readonly LedgerReport[];
  /** By which customers may make up, or have made up, for a refused promise (P13). */
  readonly payLinks: readonly LedgerPayLink[];
  /** Pre-authorisations that were neither completed, released nor taken back (decision 14). */
  readonly holds: readonly LedgerHold[];
  readonly accounts: readonly LedgerAccount[];
  readonly verified: Verification;
}

/**
 * A sale as the bank knows it: what its report says and what its payments have moved. Without a
 * report (not yet delivered, or a sale that came to nothing) number, day and due are null and
 * there are no tenders.
 */
export interface LedgerSale {
  readonly saleId: string;
  readonly saleNumber: string | null;
  readonly merchantId: string;
  readonly terminalId: string;
  readonly businessDay: string | null;
  readonly dueMinor: number | null;
  readonly lineCount: number;
  readonly quantityMilli: number;
  readonly tenders: readonly LedgerTender[];
  readonly payments: readonly LedgerPayment[];
}

export interface LedgerTender {
  readonly id: string;
  readonly kind: 'cash' | 'card';
  readonly amountMinor: number;
  /** Cash only; zero for a card. */
  readonly roundingMinor: number;
  readonly receivedMinor: number;
  readonly changeMinor: number;
  /** Card only: the payment that counts. */
  readonly paymentId: string | null;
}

export interface LedgerPayment {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly state: string;
  readonly code: string;
  readonly amountMinor: number;
  readonly transactionNumber: number | null;
  readonly channel: 'online' | 'stored';
  readonly maskedNumber: string;
  readonly supersedes: string | null;
  /** What the merchant has been credited with for it, taken back ones subtracted. */
  readonly postedMinor: number;
  /** How often it was booked as a purchase: 0 or 1 (I2). */
  readonly purchasePostings: number;
}

export interface LedgerTransaction {
  readonly id: string;
  readonly kind: PaymentKind | Exclude<NumberedKind, 'payment'>;
  /** Null for a void number, and for a tombstone whose payment was never seen. */
  readonly saleId: string | null;
  /** Of the sale's report, where it is there. */
  readonly saleNumber: string | null;
  readonly merchantId: string;
  readonly terminalId: string;
  readonly transactionNumber: number | null;
  readonly amountMinor: number;
  /** Payments: approved, declined, posted, refused, reversed, tombstone. Others: posted. */
  readonly state: string;
  readonly code: string;
  readonly channel: 'online' | 'stored' | null;
  readonly maskedNumber: string;
  readonly supersedes: string | null;
  readonly originalId: string | null;
}

export interface LedgerReport {
  readonly id: string;
  readonly saleId: string;
  readonly saleNumber: string;
  readonly merchantId: string;
  readonly terminalId: string;
  readonly transactionNumber: number;
  readonly businessDay: string;
  readonly lineCount: number;
  readonly quantityMilli: number;
  readonly dueMinor: number;
  readonly taxMinor: number;
  readonly discountMinor: number;
  readonly cashMinor: number;
  readonly cardMinor: number;
}

export interface LedgerPayLink {
  readonly id: string;
  readonly saleId: string;
  readonly merchantId: string;
  readonly terminalId: string;
  readonly transactionNumber: number;
  readonly amountMinor: number;
  /** `open` also where its time is over and nobody has come since. */
  readonly state: 'open' | 'paid' | 'withdrawn' | 'expired' | 'not-possible';
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
  /** The refused payment. */
  readonly supersedes: string;
}

export interface LedgerHold {
  readonly id: string;
  readonly merchantId: string;
  readonly terminalId: string;
  readonly maskedNumber: string;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
  readonly amountMinor: number;
  /** From then on it holds nothing, and is here all the same. */
  readonly lapsesAtMs: number;
}

export interface LedgerAccount {
  readonly code: string;
  readonly kind: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly balanceMinor: number;
}

export interface Verification {
  readonly ok: boolean;
  /** One line each, with ids; empty when the books are right. */
  readonly problems: readonly string[];
  readonly facts: {
    readonly postings: number;
    readonly capturedMinor: number;
    readonly reversedMinor: number;
    readonly refundedMinor: number;
    /** Of the holds that stand, lapsed ones included. */
    readonly heldMinor: number;
    readonly feesMinor: number;
    /** Sum of all debits and of all credits. */
    readonly debitMinor: number;
    readonly creditMinor: number;
  };
}

export interface CardBalance {
  readonly cardId: string;
  readonly maskedNumber: string;
  readonly expiry: string;
  readonly standing: 'good' | 'stolen' | 'restricted';
  readonly wrongPins: number;
  readonly availableMinor: number;
  /** Of that what pre-authorisations hold now. */
  readonly heldMinor: number;
}

export interface TerminalFacts {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly mode: 'demo' | 'training' | 'live';
  readonly tillNumber: string;
  /** A device has been activated with it. */
  readonly active: boolean;
  readonly appVersion: string;
  /** Of its program's files at the last sign-on; empty where it did not say. */
  readonly programHash: string;
  readonly batchNumber: number;
  readonly contiguousUpTo: number;
  readonly declaredUpTo: number;
  readonly anchoredNumber: number;
  readonly lastSeenAtMs: number | null;
}
