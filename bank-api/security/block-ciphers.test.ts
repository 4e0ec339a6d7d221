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
  const cipher = BLOCK_CIPHERS[algorithm];
  const plain = algorithm === 'aes' ? '00112233445566778899aabbccddeeff' : '6bc1bee22e409f96';
  expect(toHex(cipher.encrypt(fromHex(key), fromHex(plain)))).toBe(enciphered);
  expect(toHex(cipher.decrypt(fromHex(key), fromHex(enciphered)))).toBe(plain);
});

it('P17 what was enciphered is deciphered, and neither key nor block is changed', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(bytes(16), bytes(16), fc.constantFrom('aes', 'triple-des'), (key, text, name) => {
      const cipher = BLOCK_CIPHERS[name];
      const block = text.slice(0, name === 'aes' ? 16 : 8);
      const before = [toHex(key), toHex(block)];
      const enciphered = cipher.encrypt(key, block);
      expect(enciphered).toHaveLength(block.length);
      expect(toHex(cipher.decrypt(key, enciphered))).toBe(toHex(block));
      expect([toHex(key), toHex(block)]).toEqual(before);
    }),
  );
});
