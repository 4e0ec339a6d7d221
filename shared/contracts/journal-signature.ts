import { z } from 'zod';
import { count, text } from './journal-scalars.ts';
import { strokes } from './signature-api.ts';

/** A cardholder's signature, as the journal keeps it; the lines are bounded as on the wire. */
export const signatureOutcome = z.enum(['sent', 'refused']);

const at = { atMs: count };

export const cardSignature = z.looseObject({
  paymentId: text,
  ...at,
  operatorId: text,
  strokes: strokes.nullable(),
  told: z.looseObject({ outcome: signatureOutcome, ...at, code: text }).optional(),
  closed: z.looseObject({ ...at, supervisorId: text, reason: text }).optional(),
});
