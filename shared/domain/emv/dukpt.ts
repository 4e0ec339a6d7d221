import { assert } from '../../lib/assert.ts';
import { concatBytes } from '../../lib/bytes.ts';
import type { BlockCipher } from './block-cipher.ts';
import { binaryBytes, binaryNumber } from './digits.ts';

/**
 * AES DUKPT, "derived unique key per transaction" (ANSI X9.24-3-2017, section 6): every PIN has a key
 * of its own, and what is in a stolen PIN pad opens none of the PINs that went before (P27).
 *
 * The pad begins with an initial key and keeps nothing but the keys that later ones are derived from,
 * one in a register for each bit of the counter. Key n lies in the register of the lowest bit set in
 * n; taking it derives what only it can derive, and erases it. Counters with more than 16 bits set
 * are left out, so that the bank derives any key from the initial one in 16 steps at most.
 *
 * A key serial number names the key for the bank and is never used twice (I8): write the next state
 * down before the key is used.
 */
export interface DukptState {
  /** Initial key id: 4 bytes name the base key, 4 the device. */
  readonly keyId: Uint8Array;
  /** Of the next key. */
  readonly counter: number;
  /** Keys by bit; null where there is none any more, or not yet. */
  readonly registers: readonly (Uint8Array | null)[];
}

export type WorkingKeyUsage = 'pin-encryption' | 'mac-generation' | 'data-encryption';

/** Table 2 of 6.3.2. */
const USAGE: Readonly<Record<WorkingKeyUsage | 'derivation' | 'initial', number>> = {
  'pin-encryption': 0x1000,
  'mac-generation': 0x2000,
  'data-encryption': 0x3000,
  derivation: 0x8000,
  initial: 0x8001,
};
const REGISTERS = 32;
const MOST_BITS_SET = 16;
const LAST_COUNTER = 0xffff0000;
const SERIAL_BYTES = 12;

/** At the bank: the key that a device is born with. */
export function initialKey(
  cipher: BlockCipher,
  baseKey: Uint8Array,
  keyId: Uint8Array,
): Uint8Array {
  assert(keyId.length === 8, 'an initial key id has 8 bytes');
  return derive(cipher, baseKey, USAGE.initial, baseKey.length, keyId);
}

/** In the device: the registers filled, the initial key no longer needed. */
export function loadInitialKey(
  cipher: BlockCipher,
  key: Uint8Array,
  keyId: Uint8Array,
): DukptState {
  assert(keyId.length === 8, 'an initial key id has 8 bytes');
  const below = derivedBelow(cipher, key, keyId, 0, REGISTERS);
  return { keyId, counter: 1, registers: below };
}

export interface TakenKey {
  readonly transactionKey: Uint8Array;
  /** Key id and counter, 12 bytes: goes along with whatever the key enciphers. */
  readonly serial: Uint8Array;
  readonly next: DukptState;
}

/** Null once all 2^31 and more keys are used up: the device needs a new initial key. */
export function takeKey(cipher: BlockCipher, state: DukptState): TakenKey | null {
  const { keyId, counter } = state;
  if (counter > LAST_COUNTER) return null;
  const bit = lowestBit(counter);
  const transactionKey = state.registers[bit];
  assert(transactionKey, `no key in register ${bit} for counter ${counter}`);
  const hasHeirs = bitsSet(counter) < MOST_BITS_SET;
  const registers = state.registers.slice();
  if (hasHeirs) {
    const heirs = derivedBelow(cipher, transactionKey, keyId, counter, bit);
    for (const [i, heir] of heirs.entries()) registers[i] = heir;
  }
  registers[bit] = null;
  const next = { keyId, counter: counter + (hasHeirs ? 1 : 2 ** bit), registers };
  return { transactionKey, serial: serialOf(keyId, counter), next };
}

/** At the bank: the same transaction key, from the initial one and the serial number alone. */
export function transactionKeyFor(
  cipher: BlockCipher,
  key: Uint8Array,
  serial: Uint8Array,
): Uint8Array | null {
  if (serial.length !== SERIAL_BYTES) return null;
  const counter = binaryNumber(serial.subarray(8));
  // Such a counter is in no device (every one behind the last has too many bits), and would cost more
  // steps than any that is.
  if (counter === 0 || bitsSet(counter) > MOST_BITS_SET) return null;
  let derived = key;
  let sofar = 0;
  for (let bit = REGISTERS - 1; bit >= 0; bit -= 1) {
    if (Math.floor(counter / 2 ** bit) % 2 === 0) continue;
    sofar += 2 ** bit;
    derived = deriveNext(cipher, derived, serial.subarray(0, 8), sofar);
  }
  return derived;
}

/** The key that is really used, for one purpose only; never stronger than what it comes from. */
export function workingKey(
  cipher: BlockCipher,
  transactionKey: Uint8Array,
  serial: Uint8Array,
  usage: WorkingKeyUsage,
  keyBytes = transactionKey.length,
): Uint8Array {
  assert(keyBytes <= transactionKey.length, 'no key is stronger than what it is derived from');
  return derive(cipher, transactionKey, USAGE[usage], keyBytes, serial.subarray(4));
}

function derivedBelow(
  cipher: BlockCipher,
  key: Uint8Array,
  keyId: Uint8Array,
  counter: number,
  bit: number,
): Uint8Array[] {
  return Array.from({ length: bit }, (_, i) => deriveNext(cipher, key, keyId, counter + 2 ** i));
}

function deriveNext(
  cipher: BlockCipher,
  key: Uint8Array,
  keyId: Uint8Array,
  counter: number,
): Uint8Array {
  const context = concatBytes(keyId.subarray(4), binaryBytes(counter, 4));
  return derive(cipher, key, USAGE.derivation, key.length, context);
}

/** 6.3.1: as many blocks as the key needs, each enciphering what the key is for. */
function derive(
  cipher: BlockCipher,
  key: Uint8Array,
  usage: number,
  keyBytes: number,
  context: Uint8Array,
): Uint8Array {
  const algorithm = [16, 24, 32].indexOf(keyBytes);
  assert(cipher.algorithm === 'aes' && algorithm >= 0, `AES has no key of ${keyBytes} bytes`);
  const { encrypt } = cipher.under(key);
  const blocks = Array.from({ length: Math.ceil(keyBytes / 16) }, (_, i) => {
    const kind = concatBytes(
      Uint8Array.of(1, i + 1),
      binaryBytes(usage, 2),
      binaryBytes(2 + algorithm, 2),
      binaryBytes(8 * keyBytes, 2),
    );
    return encrypt(concatBytes(kind, context));
  });
  return concatBytes(...blocks).slice(0, keyBytes);
}

function serialOf(keyId: Uint8Array, counter: number): Uint8Array {
  return concatBytes(keyId, binaryBytes(counter, 4));
}

function lowestBit(counter: number): number {
  return 31 - Math.clz32(counter & -counter);
}

function bitsSet(counter: number): number {
  let count = 0;
  for (let left = counter; left > 0; left = Math.floor(left / 2)) count += left % 2;
  return count;
}
