import { z } from 'zod';
import { originalBySlip, traceNumber, referenceNumber, terminalId } from './refund-api.ts';
import { amountMinor, batchNumber, nonNegativeMinor, text, uuid } from './wire-scalars.ts';

/**
 * Which hold 预授权 a completion or a release is asked for (TERMINAL 2a): it may have been made at another
 * till of the merchant, and what became of it only the bank knows (decision 14). A part of the bank API
 * of the same version; it moves nothing.
 */

export const holdQuestion = z.strictObject({
  /** Who asks: a number that was guessed must not be asked about without a name (P28). */
  operatorId: text(8),
  /** What was held, as the slip says; another amount finds nothing. */
  amountMinor,
  /** Off the slip; another code finds nothing. */
  authorisationCode: z.string().regex(/^\d{6}$/),
  by: originalBySlip,
});

export const holdAnswer = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal(false) }),
  z.strictObject({
    found: z.literal(true),
    /** The payment that a completion or a release names as its original. */
    id: uuid,
    /**
     * Only of a standing one anything can be asked. `completed` also where its completion was voided at
     * another till: whose void may still be taken back. `lapsed`: its thirty days are over.
     * `taken-back`: reversed by its own till, nothing was ever held for good.
     */
    state: z.enum(['standing', 'completed', 'released', 'lapsed', 'taken-back']),
    terminalId,
    batchNumber,
    traceNumber,
    referenceNumber,
    authorisationCode: text(6),
    maskedNumber: text(40),
    amountMinor,
    /** What the completion that stands has taken; 0 where there is none. */
    completedMinor: nonNegativeMinor,
    bookedAtMs: z.int().nonnegative(),
    lapsesAtMs: z.int().nonnegative(),
  }),
]);

export type HoldQuestion = z.infer<typeof holdQuestion>;
export type HoldAnswer = z.infer<typeof holdAnswer>;
