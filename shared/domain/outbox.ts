import type { Minor } from './money.ts';

/**
 * What the bank has not yet been told: one small row per transaction, deleted when it is done
 * (P12, P13). What is sent is built from the sale when it is sent; the row only says that it must be.
 */
export interface OutboxRow {
  /** The idempotency key: payment id, report id, or `<payment id>` with kind `reversal`. */
  readonly key: string;
  readonly kind: OutboxKind;
  readonly transactionId: string;
  readonly transactionNumber: number;
  readonly saleId: string;
  readonly amountMinor: Minor;
  readonly createdAtMs: number;
  readonly lane: OutboxLane;
  readonly attempts: number;
  readonly nextTryAtMs: number;
  /** The last answer or fault, for people: an error or response code; empty before the first try. */
  readonly reason: string;
}

export type OutboxKind =
  | 'reversal'
  | 'stored-payment'
  | 'sale-report'
  | 'cash-return'
  | 'void-number';

/**
 * `ready` flows in batches; `slow` is a record that keeps getting 5xx and goes alone (P12);
 * `exception` waits for a person and leaves only by recovery or write-off (P13).
 */
export type OutboxLane = 'ready' | 'slow' | 'exception';

export function outboxKey(kind: OutboxKind, transactionId: string): string {
  return `${kind}:${transactionId}`;
}
