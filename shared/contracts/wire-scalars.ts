import { z } from 'zod';
import { LAST_BATCH } from '../domain/journal.ts';
import { MAX_AMOUNT_MINOR, type Minor } from '../domain/money.ts';

/** What the parts of the bank API are built of; each part names its own messages. */

export const uuid = z.uuid();
export const text = (most: number) => z.string().max(most);
export const hexUpTo = (most: number) => z.string().regex(new RegExp(`^([0-9a-f]{2}){0,${most}}$`));
export const amountMinor = z
  .int()
  .positive()
  .lt(MAX_AMOUNT_MINOR)
  .transform((value) => value as Minor);
export const signedMinor = z
  .int()
  .gt(-MAX_AMOUNT_MINOR)
  .lt(MAX_AMOUNT_MINOR)
  .transform((value) => value as Minor);
export const nonNegativeMinor = z
  .int()
  .nonnegative()
  .lt(MAX_AMOUNT_MINOR)
  .transform((value) => value as Minor);
/** Six digits, as in the field (P3). */
export const batchNumber = z.int().min(1).max(LAST_BATCH);

/**
 * The initial key of this terminal's PIN pad (AES DUKPT) and its id: another one each time, so that
 * no folder that was put back uses a key serial number again (I8). For the host alone: no window
 * hears of it. Absent where a bank takes no PINs.
 */
export const pinKey = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Base64 of 32 bytes. */
  key: z.base64().max(64),
});
export const base64 = (most: number) => text(most).regex(/^[A-Za-z0-9+/]*={0,2}$/);
export const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const publicKeyJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
