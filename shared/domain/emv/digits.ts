import { assert } from '../../lib/assert.ts';
import { fromHex, toHex } from '../../lib/bytes.ts';

/** Digits as bytes, two in each, the three ways of EMV Book 3, 4.3. */

/** Format n: zeros before. */
export function numericBytes(number: number | string, bytes: number): Uint8Array<ArrayBuffer> {
  const digits = String(number);
  assert(
    /^\d+$/.test(digits) && digits.length <= 2 * bytes,
    `${digits} is not ${bytes} bytes of n`,
  );
  return fromHex(digits.padStart(2 * bytes, '0'));
}

/** Null where a nibble is no digit, or the number is more than an integer holds safely. */
export function numberOf(bytes: Uint8Array): number | null {
  const digits = toHex(bytes);
  if (!/^\d{1,15}$/.test(digits)) return null;
  return Number(digits);
}

/** Format cn: F behind where the digits do not fill the last byte. */
export function compressedBytes(digits: string): Uint8Array<ArrayBuffer> {
  assert(/^\d+$/.test(digits), 'only digits can be compressed');
  return fromHex(digits.length % 2 === 0 ? digits : `${digits}f`);
}

/** The digits of format cn, null where something else stands between them. */
export function compressedDigits(bytes: Uint8Array): string | null {
  return /^(\d+)f*$/.exec(toHex(bytes))?.[1] ?? null;
}

/** Format b: the number itself, its greatest byte first. */
export function binaryBytes(number: number, bytes: number): Uint8Array<ArrayBuffer> {
  assert(Number.isSafeInteger(number) && number >= 0, `${number} is no count`);
  const text = number.toString(16).padStart(2 * bytes, '0');
  assert(text.length === 2 * bytes, `${number} is more than ${bytes} bytes`);
  return fromHex(text);
}

/** At most six bytes of format b. */
export function binaryNumber(bytes: Uint8Array): number {
  assert(bytes.length <= 6, 'more bytes than a number holds');
  return bytes.reduce((number, byte) => number * 0x100 + byte, 0);
}
