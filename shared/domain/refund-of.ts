import type { Minor } from './money.ts';
import type { ReturnedGoods } from './returned-goods.ts';

/** A finished payment as its slip and the bank name it (TERMINAL 2a); see `refunding.ts`. */
export interface RefundOf {
  /** The payment that was approved when it was sold; where cash goes back, the report of the sale. */
  readonly paymentId: string;
  readonly terminalId: string;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** Empty where cash goes back: nobody at the bank had to say yes. */
  readonly referenceNumber: string;
  /** Of the whole payment. */
  readonly amountMinor: Minor;
  readonly bookedAtMs: number;
  /** Only where cash goes back. */
  readonly cash?: CashOfSale;
  /** Who allowed it with a PIN (F38), where no payment says so. */
  readonly supervisorId?: string;
  /** What the amount is the worth of; absent where an amount was typed. */
  readonly goods?: readonly ReturnedGoods[];
}

/** The cash of a sale that this till has. */
export interface CashOfSale {
  readonly saleId: string;
  /** The number of the report of that sale. */
  readonly reportNumber: number;
  /** The tender, where the cash was taken later for its refused promise (P13). */
  readonly recovers?: string;
}
