import type { OriginalQuestion } from '../../../shared/contracts/refund-api.ts';
import { parsePrice } from '../../../shared/domain/decimal-price.ts';
import { approvedOf, type Payment } from '../../../shared/domain/payment.ts';

/** A sale as a slip names it. */
export type NamedBySlip = Omit<OriginalQuestion, 'operatorId'>;

/** What somebody has typed off a slip. */
export interface TypedSlip {
  /** The reference number, or terminal, batch and voucher with something between them. */
  readonly number: string;
  readonly amount: string;
}

/** Null while it is not whole: nothing is asked about half a number. */
export function slipTyped({ number, amount }: TypedSlip): NamedBySlip | null {
  const price = parsePrice(amount);
  const by = namedBy(number.normalize('NFKC').trim());
  return price.ok && by !== null ? { amountMinor: price.value, by } : null;
}

function namedBy(number: string): NamedBySlip['by'] | null {
  if (/^\d{12}$/.test(number)) return { kind: 'reference', referenceNumber: number };
  const parts = /^(\d{8})\D+(\d{1,6})\D+(\d{1,6})$/.exec(number);
  const [, terminalId = '', batch = '', trace = ''] = parts ?? [];
  const [batchNumber, traceNumber] = [Number(batch), Number(trace)];
  if (batchNumber === 0 || traceNumber === 0) return null;
  return { kind: 'voucher', terminalId, batchNumber, traceNumber };
}

/** The same of a payment that this till has made. */
export function slipOfPayment(payment: Payment): NamedBySlip {
  const { terminalId, batchNumber, traceNumber } = payment.core;
  // Of a part that was approved the bank has the part.
  const amountMinor = approvedOf(payment);
  return { amountMinor, by: { kind: 'voucher', terminalId, batchNumber, traceNumber } };
}
