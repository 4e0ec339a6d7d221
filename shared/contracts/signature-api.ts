import { z } from 'zod';
import { MOST_POINTS, MOST_STROKES, SIGNATURE_BOX } from '../domain/card-signature.ts';
import { text, uuid } from './wire-scalars.ts';

/**
 * Upload of a cardholder's signature (TERMINAL 2b): a part of the bank API of the same version, with
 * a route of its own, so that money never waits for it. Its idempotency key is the payment's id: one
 * payment has one signature, and the same one sent again gets the same answer.
 */

const timeMs = z.int().nonnegative();
const stroke = z
  .array(z.int().min(0).max(Math.max(SIGNATURE_BOX.width, SIGNATURE_BOX.height)))
  .min(2)
  .max(2 * MOST_POINTS)
  .refine(isStroke, 'pairs of x and y within the box');

/** As `card-signature.ts` has it: whole numbers in a box of fixed size. */
export const strokes = z
  .array(stroke)
  .min(1)
  .max(MOST_STROKES)
  .refine(
    (all) => all.reduce((sum, { length }) => sum + length, 0) <= 2 * MOST_POINTS,
    `more than ${MOST_POINTS} points`,
  );

export const signatureUpload = z.strictObject({
  paymentId: uuid,
  saleId: uuid,
  signedAtMs: timeMs,
  /** Who asked for it. */
  operatorId: text(8),
  strokes,
});

/** The bank has it. `keptAtMs`: since when, by the bank's clock. */
export const signatureAnswer = z.strictObject({ paymentId: uuid, keptAtMs: timeMs });

/** No signature within the limits above takes more. */
export const SIGNATURE_BODY_LIMIT_BYTES = 64 * 1024;

function isStroke(numbers: readonly number[]): boolean {
  return (
    numbers.length % 2 === 0 &&
    numbers.every((at, i) => at <= (i % 2 === 0 ? SIGNATURE_BOX.width : SIGNATURE_BOX.height))
  );
}

export type SignatureUpload = z.infer<typeof signatureUpload>;
export type SignatureAnswer = z.infer<typeof signatureAnswer>;
