import { formatTypedCode, parseTypedCode } from './typed-code.ts';

/**
 * Activation codes (P25): 16 random bytes followed by the first 10 bytes of the SHA-256 of the
 * bank's public key. 128 bits cannot be guessed; the rest lets the till refuse a bank that only
 * pretends.
 */
export const CODE_RANDOM_BYTES = 16;
export const CODE_FINGERPRINT_BYTES = 10;
export const CODE_LIFE_MS = 24 * 60 * 60 * 1000;

const BYTES = CODE_RANDOM_BYTES + CODE_FINGERPRINT_BYTES;

export function formatActivationCode(random: Uint8Array, fingerprint: Uint8Array): string {
  return formatTypedCode([...random, ...fingerprint.subarray(0, CODE_FINGERPRINT_BYTES)]);
}

/** The code's bytes as hex, or null when it cannot be one. */
export function parseActivationCode(typed: string): string | null {
  return parseTypedCode(typed, BYTES);
}
