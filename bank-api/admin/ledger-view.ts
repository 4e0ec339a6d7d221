/**
 * What `ledger --json` prints: all that the bank knows, as plain values. Amounts are minor units
 * (numbers where safe: a demo ledger is), ids as the till made them.
 */
export interface LedgerView {
  readonly transactions: readonly LedgerTransaction[];
  readonly reports: readonly LedgerReport[];
  readonly accounts: readonly LedgerAccount[];
  readonly verified: Verification;
}

export interface LedgerTransaction {
  readonly id: string;
  readonly kind: 'purchase' | 'void' | 'sale-report' | 'void-number';
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
    readonly feesMinor: number;
    /** Sum of all debits and of all credits. */
    readonly debitMinor: number;
    readonly creditMinor: number;
  };
}
