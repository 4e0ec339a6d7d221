/**
 * Secret bytes as a code that a person can type: base32 (Crockford, no padding, groups of 4). Read
 * however it was typed: case, O for 0, I or L for 1, missing hyphens.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function formatTypedCode(bytes: readonly number[]): string {
  const characters = charactersOf(bytes.length);
  let bits = BigInt(`0x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
  bits <<= BigInt(characters * 5 - bytes.length * 8);
  let text = '';
  for (let i = characters - 1; i >= 0; i -= 1) {
    text += ALPHABET[Number((bits >> BigInt(i * 5)) & 31n)] ?? '';
  }
  return (text.match(/.{1,4}/g) ?? []).join('-');
}

/** The bytes as hex, or null when so many bytes cannot have been meant. */
export function parseTypedCode(typed: string, byteCount: number): string | null {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (text.length !== charactersOf(byteCount)) return null;
  let bits = 0n;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  const spare = BigInt(text.length * 5 - byteCount * 8);
  if ((bits & ((1n << spare) - 1n)) !== 0n) return null;
  return (bits >> spare).toString(16).padStart(byteCount * 2, '0');
}

function charactersOf(byteCount: number): number {
  return Math.ceil((byteCount * 8) / 5);
}
