import { z } from 'zod';

/**
 * What the card reader seals for the bank (P27); no one between reader and bank can read it.
 * HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; `info` = "twintill card v2"
 * or "twintill pin v2", associated data = `sealContext(core)`; the wire text is base64 of
 * encapsulated key (65 bytes) ‖ ciphertext.
 */
export const CARD_SEAL_INFO = 'twintill card v2';
export const PIN_SEAL_INFO = 'twintill pin v2';
export const ENCAPSULATED_KEY_BYTES = 65;

/** Test cards only: numbers of the documented test range 6228 48…, never a real one (MISSION). */
export const sealedCardContent = z.strictObject({
  cardNumber: z.string().regex(/^\d{13,19}$/),
  expiry: z.string().regex(/^\d{4}-\d{2}$/),
  entryMode: z.enum(['chip', 'contactless']),
  cardSequence: z.string().regex(/^\d{2}$/),
  /** What the chip said, as field 55 carries it (`chip-message.ts`): hex of its elements. */
  chip: z.string().regex(/^([0-9a-f]{2}){1,255}$/),
});

/**
 * A PIN block (ISO 9564-1 format 4) under the key that its serial number names (AES DUKPT), both hex.
 * Sealed once more, so that who knows the key of one PIN has not got its block.
 */
export const sealedPinContent = z.strictObject({
  block: z.string().regex(/^[0-9a-f]{32}$/),
  serial: z.string().regex(/^[0-9a-f]{24}$/),
});

export type SealedPinContent = z.infer<typeof sealedPinContent>;
export type SealedCardContent = z.infer<typeof sealedCardContent>;
