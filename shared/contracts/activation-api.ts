import { z } from 'zod';
import { terminalParameters } from './bank-api.ts';
import { operatorList } from './operator-list.ts';
import { base64, pinKey, publicKeyJwk, text } from './wire-scalars.ts';

/** How a device becomes a terminal of its bank (P24, P25). */
export const activationRequest = z.strictObject({
  /** 16 random bytes and the first 10 bytes of the bank key's thumbprint, base32 (P25). */
  code: z.string().max(80),
  devicePublicKey: publicKeyJwk,
  keyStoreLevel: z.enum(['keyring', 'passphrase', 'file']),
  appVersion: text(40),
  /**
   * Of a till that is activated anew (P24): it stays the terminal that it is. A code of another one,
   * or one while something of it is open, is refused and not used up.
   */
  formerly: z
    .strictObject({
      terminalId: z.string().length(8),
      /** Where its keys are lost, its journal goes on under new ones, if it is the last (P25). */
      journalNumber: z.int().nonnegative(),
      /** Something in it is not sent or not settled: it goes on, or nothing of this happens. */
      isOpen: z.boolean(),
    })
    .exactOptional(),
});

export const activationAnswer = z.strictObject({
  terminalId: z.string().length(8),
  /** How many journals this terminal has had, this till's with them (P25). */
  journalNumber: z.int().positive(),
  merchantId: z.string().length(15),
  merchantName: text(80),
  shopName: text(80),
  tillNumber: text(4),
  mode: z.enum(['demo', 'training', 'live']),
  bankId: text(64),
  bankKeyId: text(64),
  bankPublicKey: publicKeyJwk,
  /** HPKE public key (P-256, uncompressed point), base64, for card data (P27). */
  sealingKeyId: text(64),
  sealingPublicKey: base64(200),
  /** Per-merchant card token key, base64 of 32 bytes (P16). */
  cardTokenKey: base64(64),
  parameters: terminalParameters,
  operators: operatorList,
  pinKey: pinKey.exactOptional(),
});

export type ActivationRequest = z.infer<typeof activationRequest>;
export type ActivationAnswer = z.infer<typeof activationAnswer>;
