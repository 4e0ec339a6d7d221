import { z } from 'zod';
import { LAST_TRACE } from '../domain/journal.ts';
import { amountMinor, batchNumber, signedMinor, text, uuid } from './wire-scalars.ts';

/**
 * Cash that went back over the counter: all that a sale had brought (a void) or a part of it (a
 * refund). It is told like the sale itself, by a record of the queue: the drawer is the merchant's,
 * and what went back is a fact when the bank hears of it. A part of the bank API of the same version.
 */
export const cashReturn = z.strictObject({
  id: uuid,
  act: z.enum(['void', 'refund']),
  /** Of a void the sale itself; a refund is an aggregate of its own. */
  saleId: uuid,
  /** The report of the sale whose cash it was, and its number: what the bank looks for. */
  originalId: uuid,
  originalNumber: z.int().positive(),
  transactionNumber: z.int().positive(),
  batchNumber,
  traceNumber: z.int().min(1).max(LAST_TRACE),
  terminalId: z.string().length(8),
  merchantId: z.string().length(15),
  supervisorId: text(8).min(1),
  createdAtMs: z.int().nonnegative(),
  currency: z.string().length(3),
  /** What of the sale it gives back; with the rounding it is what left the drawer (A19). */
  amountMinor,
  roundingMinor: signedMinor,
});

export type CashReturn = z.infer<typeof cashReturn>;
