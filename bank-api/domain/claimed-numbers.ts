import { traceKey, type Books, type Change, type NumberedKind } from './records.ts';

interface Numbered {
  readonly id: string;
  readonly transactionNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
}

/**
 * Null when the number, or the trace number within its batch, was taken before (I8). Even by the
 * same id: a record that is known is answered from what is stored, never numbered again.
 */
export function claimNumber(
  books: Books,
  record: Numbered,
  recordKind: Exclude<NumberedKind, 'void-number'> = 'payment',
): Change | null {
  const { id, transactionNumber, batchNumber, traceNumber } = record;
  if (books.numbers.has(transactionNumber)) return null;
  if (books.traces.has(traceKey(batchNumber, traceNumber))) return null;
  return {
    type: 'number',
    number: transactionNumber,
    batchNumber,
    traceNumber,
    recordId: id,
    recordKind,
  };
}
