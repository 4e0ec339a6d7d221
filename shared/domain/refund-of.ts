import type { Minor } from './money.ts';

/** A finished card payment as its slip and the bank name it (TERMINAL 2a); see `refunding.ts`. */
export interface RefundOf {
  /** The payment that was approved when it was sold. */
  readonly paymentId: string;
  readonly terminalId: string;
  readonly batchNumber: number;
  readonly traceNumber: number;
  readonly referenceNumber: string;
  /** Of the whole payment. */
  readonly amountMinor: Minor;
  readonly bookedAtMs: number;
}
