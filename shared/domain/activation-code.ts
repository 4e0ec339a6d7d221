/**
 * Activation codes (P25): base32 (Crockford, no padding, groups of 4) of 16 random bytes followed
 * by the first 10 bytes of the SHA-256 of the bank's public key. 128 bits cannot be guessed; the
 * rest lets the till refuse a bank that only pretends.
 */
export const CODE_RANDOM_BYTES = 16;
export const CODE_FINGERPRINT_BYTES = 10;
export const CODE_LIFE_MS = 24 * 60 * 60 * 1000;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BYTES = CODE_RANDOM_BYTES + CODE_FINGERPRINT_BYTES;
const CHARACTERS = Math.ceil((BYTES * 8) / 5);

export function formatActivationCode(random: Uint8Array, fingerprint: Uint8Array): string {
  const bytes = [...random, ...fingerprint.subarray(0, CODE_FINGERPRINT_BYTES)];
  let bits = BigInt(`0x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
  bits <<= BigInt(CHARACTERS * 5 - BYTES * 8);
  let text = '';
  for (let i = CHARACTERS - 1; i >= 0; i -= 1) {
    text += ALPHABET[Number((bits >> BigInt(i * 5)) & 31n)] ?? '';
  }
  return (text.match(/.{1,4}/g) ?? []).join('-');
}

/**
 * The code's bytes as hex, however it was typed (case, O for 0, I or L for 1, missing hyphens), or
 * null when it cannot be one.
 */
export function parseActivationCode(typed: string): string | null {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (text.length !== CHARACTERS) return null;
  let bits = 0n;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  const spare = BigInt(CHARACTERS * 5 - BYTES * 8);
  if ((bits & ((1n << spare) - 1n)) !== 0n) return null;
  return (bits >> spare).toString(16).padStart(BYTES * 2, '0');
}
