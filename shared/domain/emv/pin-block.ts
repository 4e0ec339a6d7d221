import { assert } from '../../lib/assert.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { BlockCipher } from './block-cipher.ts';
import { xor } from './card-mac.ts';

/**
 * ISO 9564-1 format 4: the PIN enciphered with its card number, so that a block which is moved to
 * another card opens for nobody, and with 8 random bytes, so that two equal PINs do not look equal.
 *
 * A PIN is bytes, one digit in each, from the key press to the block, since text cannot be wiped.
 * Whoever hands one in finds zeros afterwards, whatever happened.
 */
export type Pin = Uint8Array;

export type PinBlockFault = 'length' | 'format' | 'digits';

export const SHORTEST_PIN = 4;
export const LONGEST_PIN = 12;
const FILL = 0xa;

/** @param random 8 bytes that nobody can predict. */
export function sealPin(
  cipher: BlockCipher,
  key: Uint8Array,
  pin: Pin,
  cardNumber: string,
  random: Uint8Array,
): Result<Uint8Array, 'pin-length' | 'pin-digits'> {
  assert(random.length === 8, 'a PIN block takes 8 random bytes');
  const field = new Uint8Array(16);
  try {
    if (pin.length < SHORTEST_PIN || pin.length > LONGEST_PIN) return err('pin-length');
    if (pin.some((digit) => digit > 9)) return err('pin-digits');
    for (let nibble = 0; nibble < 16; nibble += 1) putNibble(field, nibble, FILL);
    putNibble(field, 0, 4);
    putNibble(field, 1, pin.length);
    for (const [i, digit] of pin.entries()) putNibble(field, 2 + i, digit);
    field.set(random, 8);
    const { encrypt } = cipher.under(key);
    return ok(encrypt(xor(encrypt(field), numberField(cardNumber))));
  } finally {
    field.fill(0);
    pin.fill(0);
  }
}

/** At the bank. Another card number, another key or a changed block is a fault of form. */
export function openPin(
  cipher: BlockCipher,
  key: Uint8Array,
  block: Uint8Array,
  cardNumber: string,
): Result<Pin, PinBlockFault> {
  if (block.length !== 16) return err('length');
  const { decrypt } = cipher.under(key);
  const field = decrypt(xor(decrypt(block), numberField(cardNumber)));
  try {
    const length = nibbleAt(field, 1);
    if (nibbleAt(field, 0) !== 4 || length < SHORTEST_PIN || length > LONGEST_PIN)
      return err('format');
    for (let nibble = 2 + length; nibble < 16; nibble += 1) {
      if (nibbleAt(field, nibble) !== FILL) return err('format');
    }
    const pin = Uint8Array.from({ length }, (_, i) => nibbleAt(field, 2 + i));
    if (pin.every((digit) => digit <= 9)) return ok(pin);
    pin.fill(0);
    return err('digits');
  } finally {
    field.fill(0);
  }
}

/** How many digits above twelve, the digits, zeros; a number shorter than twelve is filled in front. */
function numberField(cardNumber: string): Uint8Array {
  assert(/^\d{1,19}$/.test(cardNumber), 'a PIN block is bound to a card number');
  const field = new Uint8Array(16);
  const digits = cardNumber.padStart(LONGEST_PIN, '0');
  putNibble(field, 0, digits.length - LONGEST_PIN);
  for (let i = 0; i < digits.length; i += 1) putNibble(field, 1 + i, Number(digits[i]));
  return field;
}

function nibbleAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at >> 1] ?? 0;
  return at % 2 === 0 ? byte >> 4 : byte & 0xf;
}

function putNibble(bytes: Uint8Array, at: number, nibble: number): void {
  const byte = bytes[at >> 1] ?? 0;
  bytes[at >> 1] = at % 2 === 0 ? (byte & 0x0f) | (nibble << 4) : (byte & 0xf0) | nibble;
}
