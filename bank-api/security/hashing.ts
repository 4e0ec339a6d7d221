import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function sha256Base64(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

export function hmacHex(key: Uint8Array, text: string): string {
  return createHmac('sha256', createSecretKey(key)).update(text, 'utf8').digest('hex');
}

/** What idempotency compares (P1, P4). */
export function contentHash(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

/** Name of a public key: SHA-256 of its canonical JSON, hex. */
export function keyThumbprint(jwk: object): string {
  return sha256Hex(canonicalJson(jwk));
}
