import { z } from 'zod';
import { LAST_TRACE } from '../domain/journal.ts';

import { amountMinor, batchNumber, nonNegativeMinor, text, uuid } from './wire-scalars.ts';

/**
 * Which finished card sale a refund 退货 is asked for (TERMINAL 2a): a till has no copy of what
 * another till of its merchant sold, and of its own it cannot know what others have refunded since.
 * A part of the bank API of the same version; it moves nothing.
 */

export const traceNumber = z.int().min(1).max(LAST_TRACE);
export const referenceNumber = z.string().regex(/^\d{12}$/);
export const terminalId = z.string().length(8);

/** The numbers on a slip, one way or the other. */
export const originalBySlip = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reference'), referenceNumber }),
  z.strictObject({ kind: z.literal('voucher'), terminalId, batchNumber, traceNumber }),
]);

export const originalQuestion = z.strictObject({
  /** Who asks: a number that was guessed must not be asked about without a name (P28). */
  operatorId: text(8),
  /** Of the whole sale, as its slip says; another amount finds nothing. */
  amountMinor,
  by: originalBySlip,
});

export const originalAnswer = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal(false) }),
  z.strictObject({
    found: z.literal(true),
    /** The payment that a refund names as its original. */
    id: uuid,
    /** `taken-back`: voided or reversed; of it nothing can be refunded. */
    state: z.enum(['standing', 'taken-back']),
    terminalId,
    batchNumber,
    traceNumber,
    referenceNumber,
    authorisationCode: text(6),
    maskedNumber: text(40),
    amountMinor,
    /** The sum of the refunds that stand, from every till. */
    refundedMinor: nonNegativeMinor,
    bookedAtMs: z.int().nonnegative(),
  }),
]);

export type OriginalBySlip = z.infer<typeof originalBySlip>;
export type OriginalQuestion = z.infer<typeof originalQuestion>;
export type OriginalAnswer = z.infer<typeof originalAnswer>;
