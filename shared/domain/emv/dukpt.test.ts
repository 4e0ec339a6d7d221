import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { AES_128_FAR_ROWS, AES_128_ROWS, AES_256_ROWS } from '../testing/dukpt-vectors.ts';
import { AES, TRIPLE_DES } from '../testing/node-ciphers.ts';
import {
  initialKey,
  loadInitialKey,
  takeKey,
  transactionKeyFor,
  workingKey,
  type DukptState,
} from './dukpt.ts';
import { openPin, sealPin } from './pin-block.ts';

const BASE_128 = fromHex('fedcba9876543210f1f1f1f1f1f1f1f1');
const BASE_256 = fromHex('fedcba9876543210f1f1f1f1f1f1f1f1'.repeat(2));
const KEY_ID = fromHex('1234567890123456');
const CARD = '4111111111111111';
const RANDOM = fromHex('2f69adde2e9e7ace');
const INITIAL_128 = initialKey(AES, BASE_128, KEY_ID);
const INITIAL_256 = initialKey(AES, BASE_256, KEY_ID);

const serial = (counter: number | string) =>
  fromHex(toHex(KEY_ID) + counter.toString(16).padStart(8, '0'));
const taken = (state: DukptState) => {
  const key = takeKey(AES, state);
  if (key === null) throw new Error('no key left');
  return key;
};

describe('P27 AES DUKPT, vectors of X9.24-3-2017', () => {
  it('P27 initial keys', () => {
    expect(toHex(INITIAL_128)).toBe('1273671ea26ac29afa4d1084127652a1');
    expect(toHex(INITIAL_256)).toBe(
      'ce9ce0c101d1138f97fb6cad4df045a7083d4eae2d35a31789d01ccf0949550f',
    );
  });

  it('P27 the first eight keys of AES-128, in the device and at the bank, and their PIN blocks', () => {
    let state = loadInitialKey(AES, INITIAL_128, KEY_ID);
    for (const [i, row] of AES_128_ROWS.entries()) {
      const { transactionKey, serial: named, next } = taken(state);
      expect(toHex(named)).toBe(toHex(serial(i + 1)));
      expect(toHex(transactionKey)).toBe(row.transactionKey);
      expect(transactionKeyFor(AES, INITIAL_128, named)).toEqual(transactionKey);
      const key = (usage: Parameters<typeof workingKey>[3]) =>
        workingKey(AES, transactionKey, named, usage);
      expect(toHex(key('mac-generation'))).toBe(row.macKey);
      expect(toHex(key('data-encryption'))).toBe(row.dataKey);
      const pinKey = key('pin-encryption');
      expect(toHex(pinKey)).toBe(row.pinKey);
      const block = sealPin(AES, pinKey, Uint8Array.of(1, 2, 3, 4), CARD, RANDOM);
      expect(block.ok && toHex(block.value)).toBe(row.pinBlock);
      state = next;
    }
  });

  it('P27 the first eight keys of AES-256, and weaker keys derived from them', () => {
    let state = loadInitialKey(AES, INITIAL_256, KEY_ID);
    for (const row of AES_256_ROWS) {
      const { transactionKey, serial: named, next } = taken(state);
      expect(toHex(transactionKey)).toBe(row.transactionKey);
      expect(transactionKeyFor(AES, INITIAL_256, named)).toEqual(transactionKey);
      const pinKey = (bytes: number) =>
        workingKey(AES, transactionKey, named, 'pin-encryption', bytes);
      expect(toHex(pinKey(16))).toBe(row.pinKey128);
      expect(toHex(pinKey(32))).toBe(row.pinKey256);
      expect(toHex(workingKey(AES, transactionKey, named, 'data-encryption'))).toBe(row.dataKey256);
      state = next;
    }
  });

  it.each(AES_128_FAR_ROWS)('P27 the bank derives key $counter', ({ counter, transactionKey }) => {
    const derived = transactionKeyFor(AES, INITIAL_128, serial(counter));
    expect(derived && toHex(derived)).toBe(transactionKey);
  });
});

describe('P27 AES DUKPT in the device', () => {
  it('P27 whatever key it takes, the bank derives the same; none comes twice (I8)', () => {
    let state = loadInitialKey(AES, INITIAL_128, KEY_ID);
    let before = 0;
    for (let i = 0; i < 3000; i += 1) {
      const { transactionKey, serial: named, next } = taken(state);
      expect(state.counter).toBeGreaterThan(before);
      expect(transactionKeyFor(AES, INITIAL_128, named)).toEqual(transactionKey);
      before = state.counter;
      state = next;
    }
  });

  it('P27 what is left in the device is no key that was taken, and none that leads back to one', () => {
    let state = loadInitialKey(AES, INITIAL_128, KEY_ID);
    const used = new Set<string>([toHex(INITIAL_128)]);
    for (let i = 0; i < 300; i += 1) {
      const { transactionKey, next } = taken(state);
      used.add(toHex(transactionKey));
      state = next;
      for (const register of state.registers) {
        if (register !== null) expect(used.has(toHex(register))).toBe(false);
      }
    }
  });

  it('P27 counters with more than 16 bits set are left out', () => {
    const at = 0x1fffe;
    const registers = Array.from({ length: 32 }, (_, bit) => heirOf(at, bit));
    const first = taken({ keyId: KEY_ID, counter: at, registers });
    expect(toHex(first.transactionKey)).toBe(AES_128_FAR_ROWS[0]?.transactionKey);
    expect(first.next.counter).toBe(0x20000);
    const second = taken(first.next);
    expect(toHex(second.transactionKey)).toBe(AES_128_FAR_ROWS[1]?.transactionKey);
    expect(toHex(taken(second.next).transactionKey)).toBe(AES_128_FAR_ROWS[2]?.transactionKey);
  });

  it('P27 after the last key there is none', () => {
    const registers = Array.from({ length: 32 }, (_, bit) => heirOf(0xffff0000, bit));
    const last = taken({ keyId: KEY_ID, counter: 0xffff0000, registers });
    expect(toHex(last.transactionKey)).toBe(AES_128_FAR_ROWS.at(-1)?.transactionKey);
    expect(takeKey(AES, last.next)).toBeNull();
  });

  it.each([
    ['a serial number that is too short', serial(1).subarray(1)],
    ['counter nothing', serial(0)],
    ['17 bits', serial(0x1ffff)],
    ['a counter behind the last', serial('ffff8000')],
  ])('P27 the bank derives no key for %s', (_what, named) => {
    expect(transactionKeyFor(AES, INITIAL_128, named)).toBeNull();
  });

  it('P27 no key is made stronger than it is, and none of another cipher', () => {
    const named = serial(1);
    expect(() => workingKey(AES, INITIAL_128, named, 'pin-encryption', 32)).toThrow();
    expect(() => workingKey(TRIPLE_DES, INITIAL_128, named, 'pin-encryption')).toThrow();
    expect(() => loadInitialKey(AES, INITIAL_128, named)).toThrow();
  });
});

/** What a device that stands at this counter holds for a bit: the key of the next counter that ends in it. */
function heirOf(counter: number, bit: number): Uint8Array | null {
  const unit = 2 ** bit;
  const rounded = Math.ceil(counter / unit) * unit;
  const next = (rounded / unit) % 2 === 1 ? rounded : rounded + unit;
  if (next > 0xffff0000) return null;
  return transactionKeyFor(AES, INITIAL_128, serial(next));
}

describe('P27 PIN block, ISO 9564-1 format 4', () => {
  const key = fromHex('af8cb133a78f8dc2d1359f18527593fb');
  const pins = fc.uint8Array({ minLength: 4, maxLength: 12, max: 9 });
  const cards = fc.stringMatching(/^\d{12,19}$/);
  const randoms = fc.uint8Array({ minLength: 8, maxLength: 8 });

  it('P27 whatever PIN is sealed opens with its card, and nothing of it stays where it was typed', () => {
    fc.assert(
      fc.property(pins, cards, randoms, (pin, card, random) => {
        const typed = pin.slice();
        const block = sealPin(AES, key, typed, card, random);
        expect(typed.every((digit) => digit === 0)).toBe(true);
        expect(block.ok && openPin(AES, key, block.value, card)).toEqual({ ok: true, value: pin });
      }),
    );
  });

  it('P27 with another card, another key or a changed byte it does not open', () => {
    let opened = 0;
    fc.assert(
      fc.property(
        pins,
        randoms,
        fc.nat(15),
        fc.integer({ min: 1, max: 255 }),
        (pin, random, at, change) => {
          const block = sealPin(AES, key, pin.slice(), CARD, random);
          if (!block.ok) throw new Error('not sealed');
          const changed = block.value.slice();
          changed[at] = (changed[at] ?? 0) ^ change;
          const other = openPin(AES, key, block.value, '4111111111111129');
          const tries = [
            other,
            openPin(AES, BASE_128, block.value, CARD),
            openPin(AES, key, changed, CARD),
          ];
          // One block of noise in ten million has the form of a PIN by chance.
          for (const result of tries) if (result.ok) opened += 1;
          for (const result of tries) if (result.ok) expect(result.value).not.toEqual(pin);
        },
      ),
    );
    expect(opened).toBeLessThan(3);
  });

  it('P27 two equal PINs of one card do not look equal', () => {
    const block = (random: string) =>
      sealPin(AES, key, Uint8Array.of(1, 2, 3, 4), CARD, fromHex(random));
    expect(block('0000000000000001')).not.toEqual(block('0000000000000002'));
  });

  it.each([
    ['three digits', [1, 2, 3], 'pin-length'],
    ['thirteen digits', [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3], 'pin-length'],
    ['what is no digit', [1, 2, 3, 10], 'pin-digits'],
  ])('P27 %s are no PIN, and are wiped too', (_what, digits, error) => {
    const typed = Uint8Array.from(digits);
    expect(sealPin(AES, key, typed, CARD, RANDOM)).toEqual({ ok: false, error });
    expect(typed.every((digit) => digit === 0)).toBe(true);
  });

  it('P27 a cipher that fails leaves no PIN behind', () => {
    const typed = Uint8Array.of(1, 2, 3, 4);
    expect(() => sealPin(AES, fromHex('00'), typed, CARD, RANDOM)).toThrow();
    expect(typed.every((digit) => digit === 0)).toBe(true);
  });

  it.each([
    ['too short a block', 'aa', 'length'],
    ['a control nibble of another format', '341234aaaaaaaaaa', 'format'],
    ['three digits', '43123aaaaaaaaaaa', 'format'],
    ['thirteen digits', '4d1234567890123a', 'format'],
    ['another filler', '441234aaaaaaaaab', 'format'],
    ['a digit above nine', '44123aaaaaaaaaaa', 'digits'],
  ])('P27 %s is refused', (_what, field, error) => {
    if (field.length < 16) {
      expect(openPin(AES, key, fromHex(field), CARD)).toEqual({ ok: false, error });
      return;
    }
    const { encrypt } = AES.under(key);
    const first = encrypt(fromHex(field + '0'.repeat(16)));
    const panField = fromHex('4' + CARD + '0'.repeat(15));
    const block = encrypt(first.map((byte, i) => byte ^ (panField[i] ?? 0)));
    expect(openPin(AES, key, block, CARD)).toEqual({ ok: false, error });
  });
});
