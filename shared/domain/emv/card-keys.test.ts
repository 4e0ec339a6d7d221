import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { AES, TRIPLE_DES } from '../testing/node-ciphers.ts';
import { cardMasterKey, sessionKey } from './card-keys.ts';
import { cardMac } from './card-mac.ts';

const ISSUER_KEY = fromHex('0123456789abcdeffedcba9876543210');

describe('P17 card keys', () => {
  // Published with PyEMV (knovichikhin/pyemv, kd.py): EMV 4.3 Book 2, A1.4.1 and A1.3.1.
  it.each([
    ['99012345678901234', '45', '67f8292358083e5ea7ab7fda58d53b6b'],
    ['12345678901234567', '01', '73ad54688cef2934b0979857e3c719f1'],
  ])('P17 option A of %s %s', (cardNumber, sequence, expected) => {
    expect(toHex(cardMasterKey(TRIPLE_DES, ISSUER_KEY, cardNumber, sequence))).toBe(expected);
  });

  it('P17 common session key', () => {
    expect(toHex(sessionKey(TRIPLE_DES, ISSUER_KEY, 0x1c))).toBe(
      'e9fb384af807b940fedcea613461b0c4',
    );
  });

  // No vector of option C is published: this is AES of FIPS 197 on the block that A1.4.3 describes.
  it('P17 option C and its session key are one AES block each', () => {
    const key = cardMasterKey(AES, ISSUER_KEY, '6228480000000072', '01');
    expect(toHex(key)).toBe(
      toHex(AES.under(ISSUER_KEY).encrypt(fromHex('0'.repeat(14) + '622848000000007201'))),
    );
    const counted = fromHex('001c' + '00'.repeat(14));
    expect(toHex(sessionKey(AES, key, 0x1c))).toBe(toHex(AES.under(key).encrypt(counted)));
  });

  it('P17 each counter has a key of its own, and no counter has more than two bytes', () => {
    for (const cipher of [AES, TRIPLE_DES]) {
      const keys = Array.from({ length: 300 }, (_, i) =>
        toHex(sessionKey(cipher, ISSUER_KEY, i * 7)),
      );
      expect(new Set(keys).size).toBe(keys.length);
      expect(() => sessionKey(cipher, ISSUER_KEY, 65_536)).toThrow();
    }
  });

  it.each(['123', '12345678901234567890', '622848000000007a'])(
    'P17 "%s" has no card key',
    (number) => {
      expect(() => cardMasterKey(AES, ISSUER_KEY, number, '01')).toThrow();
    },
  );

  it('P17 every byte of a DES key has an odd number of ones', () => {
    fc.assert(
      fc.property(fc.nat(65_535), (counter) => {
        for (const byte of sessionKey(TRIPLE_DES, ISSUER_KEY, counter)) {
          expect(byte.toString(2).replaceAll('0', '').length % 2).toBe(1);
        }
      }),
    );
  });
});

describe('P17 MAC of a card', () => {
  // NIST SP 800-38B, examples of CMAC-AES-128 and CMAC-AES-256.
  const data = fromHex(
    '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51' +
      '30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  );
  const AES_128 = '2b7e151628aed2a6abf7158809cf4f3c';
  const AES_256 = '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4';
  it.each([
    [AES_128, 0, 'bb1d6929e95937287fa37d129b756746'],
    [AES_128, 16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [AES_128, 40, 'dfa66747de9ae63030ca32611497c827'],
    [AES_128, 64, '51f0bebf7e3b9d92fc49741779363cfe'],
    [AES_256, 0, '028962f61b7bf89efc6b551f4667d983'],
    [AES_256, 16, '28a7023f452e8f82bd4bf28d8c37c35c'],
    [AES_256, 40, 'aaf3d8f1de5640c232f5b169b9c911e6'],
    [AES_256, 64, 'e1992190549f6ed5696a2c056c315410'],
  ])('P17 CMAC under %s of %i bytes', (key, length, expected) => {
    expect(toHex(cardMac(AES, fromHex(key), data.subarray(0, length)))).toBe(expected);
  });

  // Published with PyEMV (ac.py), padding method 2.
  it.each([
    ['29b33180e567ce38ea4cbc9d753b0e61', '0123456789abcdef0123456789abcdef', 'fa624250b008b59a'],
    [
      'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb',
      '000000002000' +
        '000000000000' +
        '0124' +
        '0000008000' +
        '0124' +
        '110309' +
        '00' +
        '3804823e' +
        '5800' +
        '0001',
      '3b76cf10fecd8789',
    ],
  ])('P17 algorithm 3 under %s', (key, text, expected) => {
    expect(toHex(cardMac(TRIPLE_DES, fromHex(key), fromHex(text)))).toBe(expected);
  });

  it('P17 any other byte, or one more, is another MAC', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom(AES, TRIPLE_DES),
        (text, at, change, cipher) => {
          const other = text.slice();
          other[at % text.length] = (other[at % text.length] ?? 0) ^ change;
          const mac = toHex(cardMac(cipher, ISSUER_KEY, text));
          expect(toHex(cardMac(cipher, ISSUER_KEY, other))).not.toBe(mac);
          expect(toHex(cardMac(cipher, ISSUER_KEY, Uint8Array.of(...text, 0)))).not.toBe(mac);
        },
      ),
    );
  });
});
