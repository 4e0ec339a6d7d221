import { z } from 'zod';
import { canonicalJson } from '../lib/canonical-json.ts';
import type { PublicKeyJwk } from './bank-api.ts';
import { base64, hash, publicKeyJwk } from './wire-scalars.ts';

/**
 * The device's next key, brought by a request that the one in use has signed (P25). The bank takes
 * both until one comes that the next one has signed; then the first is nobody's.
 */
export const keyRenewalRequest = z.strictObject({
  devicePublicKey: publicKeyJwk,
  /** By the next key, over `keyProofText`. */
  proof: base64(100),
  keyStoreLevel: z.enum(['keyring', 'passphrase', 'file']),
});

/** Thumbprint of the key that is taken from now on. */
export const keyRenewalAnswer = z.strictObject({ keyId: hash });

export type KeyRenewalRequest = z.infer<typeof keyRenewalRequest>;
export type KeyRenewalAnswer = z.infer<typeof keyRenewalAnswer>;

/** Names a key: bank and till take the SHA-256 of it, in hex. */
export function keyText(key: PublicKeyJwk): string {
  return canonicalJson({ ...key });
}

/** What the next key signs to show that whoever brings it has it (P25). */
export function keyProofText(terminalId: string, keyId: string): string {
  return `twintill-device-key-v1:${terminalId}:${keyId}`;
}
