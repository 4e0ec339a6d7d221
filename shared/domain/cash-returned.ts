import { minor, type Minor } from './money.ts';
import type { Sale } from './sale.ts';

/**
 * Cash that went back over the counter with a void. The bank is told of it by a transaction of its
 * own (P2): the sale was reported, and the report stays as it is.
 */
export interface CashReturned {
  readonly id: string;
  readonly transactionNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** What of the sale was paid in cash; with the rounding it is what leaves the drawer (A19). */
  readonly amountMinor: Minor;
  readonly roundingMinor: Minor;
  /** Who allowed it with a PIN (F38). */
  readonly supervisorId: string;
  readonly atMs: number;
}

/** What of a sale was paid in cash when it was sold. */
export function cashPaid({
  tenders,
}: Pick<Sale, 'tenders'>): Pick<CashReturned, 'amountMinor' | 'roundingMinor'> {
  let [amount, rounding] = [0, 0];
  for (const tender of tenders) {
    if (tender.kind !== 'cash') continue;
    amount += tender.amountMinor;
    rounding += tender.roundingMinor;
  }
  return { amountMinor: minor(amount), roundingMinor: minor(rounding) };
}
