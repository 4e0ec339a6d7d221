import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../shared/lib/bytes.ts';
import { BLOCK_CIPHERS } from './block-ciphers.ts';

// FIPS 197, appendix C, and NIST's example of triple DES with two keys (SP 800-67).
it.each([
  ['aes', '000102030405060708090a0b0c0d0e0f', '69c4e0d86a7b0430d8cdb78070b4c55a'],
  ['aes', '000102030405060708090a0b0c0d0e0f1011121314151617', 'dda97ca4864cdfe06eaf70a0ec0d7191'],
  [
    'aes',
    '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    '8ea2b7ca516745bfeafc49904b496089',
  ],
  ['triple-des', '0123456789abcdef23456789abcdef01', '06ede3d82884090a'],
] as const)('P17 one block of %s under %s', (algorithm, key, enciphered) => {
  const cipher = BLOCK_CIPHERS[algorithm].under(fromHex(key));
  const plain = algorithm === 'aes' ? '00112233445566778899aabbccddeeff' : '6bc1bee22e409f96';
  for (let again = 0; again < 3; again += 1) {
    expect(toHex(cipher.encrypt(fromHex(plain)))).toBe(enciphered);
    expect(toHex(cipher.decrypt(fromHex(enciphered)))).toBe(plain);
  }
});

it('P17 any blocks one after the other are each what they are alone, and come back', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(
      bytes(16),
      fc.array(bytes(16)),
      fc.constantFrom('aes', 'triple-des'),
      (key, texts, name) => {
        const { under } = BLOCK_CIPHERS[name];
        const blocks = texts.map((text) => text.slice(0, name === 'aes' ? 16 : 8));
        const before = [key, ...blocks].map(toHex);
        const cipher = under(key);
        const enciphered = blocks.map(cipher.encrypt);
        expect(enciphered.map(toHex)).toEqual(
          blocks.map((block) => toHex(under(key).encrypt(block))),
        );
        expect(enciphered.map((block) => toHex(cipher.decrypt(block)))).toEqual(blocks.map(toHex));
        expect([key, ...blocks].map(toHex)).toEqual(before);
      },
    ),
  );
});

it('P17 a part of a block, or more than one, is a bug', () => {
  const { encrypt, decrypt } = BLOCK_CIPHERS.aes.under(new Uint8Array(16));
  expect(() => encrypt(new Uint8Array(15))).toThrow();
  expect(() => decrypt(new Uint8Array(17))).toThrow();
});
