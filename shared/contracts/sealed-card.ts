import { z } from 'zod';

/**
 * What the card reader seals for the bank (P27); no one between reader and bank can read it.
 * HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; `info` = "twintill card v2"
 * or "twintill pin v1", associated data = `sealContext(core)`; the wire text is base64 of
 * encapsulated key (65 bytes) ‖ ciphertext.
 */
export const CARD_SEAL_INFO = 'twintill card v2';
export const PIN_SEAL_INFO = 'twintill pin v1';
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

export const sealedPinContent = z.strictObject({ pin: z.string().regex(/^\d{4,12}$/) });

export type SealedCardContent = z.infer<typeof sealedCardContent>;
