import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import {
  binaryBytes,
  binaryNumber,
  compressedBytes,
  compressedDigits,
  numberOf,
  numericBytes,
} from './digits.ts';
import { decodeObjectList, fillObjectList, MOST_OBJECT_BYTES } from './object-list.ts';
import { encodeElements, hasFittingLength, nameOfTag, TAGS, type DataName } from './tags.ts';
import { decodeTlv } from './tlv.ts';

const hex = (text: string) => fromHex(text.replaceAll(' ', ''));
const names = Object.keys(TAGS) as DataName[];

describe('P17 data object lists', () => {
  it('P17 a CDOL1 is answered with the bare values in its order', () => {
    const list = decodeObjectList(hex('9f0206 9f1a02 9505 9a03 9f3704'));
    expect(list.ok).toBe(true);
    if (!list.ok) return;
    const filled = fillObjectList(list.value, {
      amount: hex('000000012345'),
      terminalCountry: hex('0156'),
      date: hex('261126'),
      unpredictableNumber: hex('deadbeef'),
    });
    expect(toHex(filled)).toBe('000000012345' + '0156' + '0000000000' + '261126' + 'deadbeef');
  });

  it.each([
    ['digits cut in front', '9f0203', '012345'],
    ['digits filled in front', '9f0208', '0000000000012345'],
    ['compressed digits filled behind with F', '5a0a', '6228480000000072ffff'],
    ['compressed digits cut behind', '5a03', '622848'],
    ['bits filled behind with zeros', '8204', '39000000'],
    ['bits cut behind', '8201', '39'],
    ['a tag that nobody knows', 'df8117 03', '000000'],
    ['a template', '7002', '0000'],
    ['nothing', '9f0200', ''],
  ])('P17 %s', (_what, list, expected) => {
    const decoded = decodeObjectList(
      hex(list.length % 2 === 0 ? list.replace('8204', '8204') : list),
    );
    expect(decoded.ok).toBe(true);
    if (!decoded.ok) return;
    const filled = fillObjectList(decoded.value, {
      amount: hex('000000012345'),
      cardNumber: hex('6228480000000072'),
      interchangeProfile: hex('3900'),
    });
    expect(toHex(filled)).toBe(expected);
  });

  it.each([
    ['9f', 'tag-torn'],
    ['9f02', 'length-torn'],
    ['9f028106', 'length-too-long'],
    ['8c7f 8d7f 8e02', 'too-much'],
    ['0001', 'tag-torn'],
  ])('P17 refuses the list %s', (list, fault) => {
    expect(decodeObjectList(hex(list))).toEqual({ ok: false, error: fault });
  });

  it('P17 whatever list is read is answered with exactly the bytes it asks for', () => {
    const entry = fc.tuple(
      fc.oneof(fc.constantFrom(...names.map((name) => TAGS[name].tag)), fc.constant(0xdf33)),
      fc.nat(30),
    );
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 6 }),
        fc.uint8Array({ maxLength: 12 }),
        (list, value) => {
          const bytes = hex(
            list
              .map(([tag, length]) => tag.toString(16) + length.toString(16).padStart(2, '0'))
              .join(''),
          );
          const decoded = decodeObjectList(bytes);
          expect(decoded).toEqual({
            ok: true,
            value: list.map(([tag, length]) => ({ tag, length })),
          });
          if (!decoded.ok) return;
          const elements = Object.fromEntries(names.map((name) => [name, value]));
          const asked = list.reduce((total, [, length]) => total + length, 0);
          expect(fillObjectList(decoded.value, elements)).toHaveLength(asked);
        },
      ),
    );
  });

  it('P17 rubbish is refused or within bounds, and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const list = decodeObjectList(bytes);
        if (list.ok)
          expect(fillObjectList(list.value, {}).length).toBeLessThanOrEqual(MOST_OBJECT_BYTES);
      }),
    );
  });
});

describe('P17 tags', () => {
  it('P17 every tag has one name in each language, and one meaning', () => {
    const meanings = names.map((name) => TAGS[name]);
    expect(new Set(meanings.map(({ tag }) => tag)).size).toBe(names.length);
    expect(new Set(meanings.map(({ nameEn }) => nameEn)).size).toBe(names.length);
    expect(new Set(meanings.map(({ nameZh }) => nameZh)).size).toBe(names.length);
    for (const name of names) expect(nameOfTag(TAGS[name].tag)).toBe(name);
    expect(nameOfTag(0xdf33)).toBeUndefined();
  });

  it('P17 elements are carried in the order asked for, and those without a value are left out', () => {
    const elements = { transactionCounter: hex('001c'), cryptogram: hex('0102030405060708') };
    const bytes = encodeElements(['cryptogram', 'issuerData', 'transactionCounter'], elements);
    expect(toHex(bytes)).toBe('9f26080102030405060708' + '9f3602001c');
    expect(decodeTlv(bytes).ok).toBe(true);
  });

  it('P17 a value is as long as its meaning allows', () => {
    expect(hasFittingLength('cryptogram', hex('0102030405060708'))).toBe(true);
    expect(hasFittingLength('cryptogram', hex('01020304050607'))).toBe(false);
    expect(hasFittingLength('issuerData', new Uint8Array(33))).toBe(false);
  });
});

describe('P17 digits', () => {
  it('P17 what was written is read again', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.stringMatching(/^\d{13,19}$/), (number, digits) => {
        expect(numberOf(numericBytes(number, 6))).toBe(number);
        expect(binaryNumber(binaryBytes(number, 4))).toBe(number);
        expect(compressedDigits(compressedBytes(digits))).toBe(digits);
      }),
    );
  });

  it('P17 what is no number is none', () => {
    expect(numberOf(hex('0a'))).toBeNull();
    expect(numberOf(hex(''))).toBeNull();
    expect(numberOf(hex('9999999999999999'))).toBeNull();
    expect(compressedDigits(hex('622f48ff'))).toBeNull();
    expect(compressedDigits(hex('ffff'))).toBeNull();
    expect(() => numericBytes(1000, 1)).toThrow();
    expect(() => numericBytes('1a', 1)).toThrow();
    expect(() => binaryBytes(256, 1)).toThrow();
    expect(() => binaryBytes(-1, 1)).toThrow();
    expect(() => compressedBytes('12 3')).toThrow();
  });
});
