import { assert } from '../../shared/lib/assert.ts';

/**
 * ECDSA signatures on P-256 between the two ways of writing them: r and s side by side, 32 bytes
 * each, as they travel (RFC 9421), and DER, as Node's cryptography takes them beside a bare key.
 * Node can be asked for the first too, but with the key in an object of options; it then finds out
 * by an error thrown and caught that this object is no key, at half the price of a signature.
 */

const PART_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

export function derFromRaw(raw: Uint8Array): Uint8Array {
  const parts = [raw.subarray(0, PART_BYTES), raw.subarray(PART_BYTES)].map(integer);
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([SEQUENCE, content.length]), content]);
}

/** The shortest form, with a zero in front of what would look negative. */
function integer(part: Uint8Array): Uint8Array {
  let start = 0;
  while (start < part.length - 1 && part[start] === 0) start += 1;
  const shortest = part.subarray(start);
  const looksNegative = ((shortest[0] ?? 0) & 0x80) !== 0;
  const head = [INTEGER, shortest.length + (looksNegative ? 1 : 0), ...(looksNegative ? [0] : [])];
  return Buffer.concat([Buffer.from(head), shortest]);
}

/** Of a signature that was just made here. */
export function rawFromDer(der: Uint8Array): Buffer {
  const raw = Buffer.alloc(2 * PART_BYTES);
  let at = 2;
  for (const end of [PART_BYTES, 2 * PART_BYTES]) {
    assert(der[at] === INTEGER, 'a signature is two numbers');
    const next = at + 2 + (der[at + 1] ?? 0);
    const digits = der.subarray(Math.max(at + 2, next - PART_BYTES), next);
    raw.set(digits, end - digits.length);
    at = next;
  }
  return raw;
}
