import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { AES, TRIPLE_DES } from '../testing/node-ciphers.ts';
import {
  bitsOf,
  CARD_RESULT_BITS,
  namesOf,
  STATUS_BITS,
  VERIFICATION_BITS,
  type CardResultBit,
} from './bits.ts';
import {
  applicationCryptogram,
  checkIssuerAuthentication,
  CRYPTOGRAM_ELEMENTS,
  decodeStatusUpdate,
  encodeStatusUpdate,
  issuerAuthentication,
  responseCryptogram,
  type CardStatusUpdate,
} from './cryptogram.ts';
import { decodeIssuerData, encodeIssuerData, type IssuerData } from './issuer-data.ts';

const KEY = fromHex('aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb');
const ciphers = fc.constantFrom(AES, TRIPLE_DES);

describe('P17 cryptograms', () => {
  // The vector of PyEMV (ac.py), which has no issuer data: an empty value adds nothing.
  const elements = {
    amount: fromHex('000000002000'),
    amountOther: fromHex('000000000000'),
    terminalCountry: fromHex('0124'),
    verificationResults: fromHex('0000008000'),
    currency: fromHex('0124'),
    date: fromHex('110309'),
    transactionType: fromHex('00'),
    unpredictableNumber: fromHex('3804823e'),
    interchangeProfile: fromHex('5800'),
    transactionCounter: fromHex('0001'),
    issuerData: fromHex(''),
  };

  it('P17 of a transaction, by the published vector', () => {
    const cryptogram = applicationCryptogram(TRIPLE_DES, KEY, elements);
    expect(cryptogram && toHex(cryptogram)).toBe('3b76cf10fecd8789');
  });

  it('P17 there is none when an element is missing, and another when one is changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CRYPTOGRAM_ELEMENTS), ciphers, (name, cipher) => {
        const { [name]: value, ...others } = elements;
        expect(applicationCryptogram(cipher, KEY, others)).toBeNull();
        const changed = { ...others, [name]: Uint8Array.of(...value, 1) };
        const cryptogram = applicationCryptogram(cipher, KEY, elements);
        expect(applicationCryptogram(cipher, KEY, changed)).not.toEqual(cryptogram);
        expect(cryptogram).toHaveLength(8);
      }),
    );
  });

  // PyEMV (ac.py): ARPC method 2.
  it.each([
    ['29b33180e567ce38ea4cbc9d753b0e61', 'fa624250b008b59a', 'cb56fa40'],
    ['aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb', '1234567890abcdef', '9308bebc'],
  ])('P17 ARPC under %s', (key, cryptogram, expected) => {
    const arpc = responseCryptogram(
      TRIPLE_DES,
      fromHex(key),
      fromHex(cryptogram),
      new Uint8Array(4),
    );
    expect(toHex(arpc)).toBe(expected);
  });

  it('P17 the card believes its issuer, and nobody who changes a bit or answers another cryptogram', () => {
    fc.assert(
      fc.property(ciphers, updates, cryptograms, fc.nat(63), (cipher, update, cryptogram, bit) => {
        const said = issuerAuthentication(cipher, KEY, cryptogram, update);
        expect(said).toHaveLength(8);
        expect(checkIssuerAuthentication(cipher, KEY, cryptogram, said)).toEqual(update);
        const changed = said.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(checkIssuerAuthentication(cipher, KEY, cryptogram, changed)).toBeNull();
        const other = cryptogram.map((byte, i) => (i === bit >> 3 ? byte ^ 1 : byte));
        expect(checkIssuerAuthentication(cipher, KEY, other, said)).toBeNull();
        expect(checkIssuerAuthentication(cipher, KEY, cryptogram, said.subarray(0, 7))).toBeNull();
      }),
    );
  });

  it('P17 a status update of unknown meaning is none', () => {
    expect(decodeStatusUpdate(fromHex('00830000'))).toBeNull();
    expect(decodeStatusUpdate(fromHex('008200'))).toBeNull();
    expect(
      toHex(encodeStatusUpdate({ approves: true, goOnlineNext: false, counters: 'reset' })),
    ).toBe('00820000');
  });
});

describe('P17 issuer application data', () => {
  it('P17 stands where the Common Core Definitions put it', () => {
    const data: IssuerData = {
      algorithm: 'aes',
      keyIndex: 1,
      first: 'ARQC',
      second: null,
      found: ['last-online-not-completed', 'lower-count-exceeded', 'no-line'],
      pinTriesLeft: 3,
      offlineCount: 5,
      offlineAmountMinor: 12_345,
    };
    expect(toHex(encodeIssuerData(data))).toBe(
      '0f' + 'a6' + '01' + 'a031800100' + '0005' + '000000003039' + '0f' + '00'.repeat(15),
    );
  });

  it('P17 what was written is read again; another format is none', () => {
    fc.assert(
      fc.property(issuerData, (data) => {
        const bytes = encodeIssuerData(data);
        expect(decodeIssuerData(bytes)).toEqual(data);
        expect(decodeIssuerData(bytes.subarray(1))).toBeNull();
        for (const at of [0, 1, 16]) {
          expect(decodeIssuerData(bytes.map((byte, i) => (i === at ? 0x77 : byte)))).toBeNull();
        }
        expect(decodeIssuerData(bytes.map((byte, i) => (i === 3 ? byte | 0xf0 : byte)))).toBeNull();
      }),
    );
  });
});

it('P17 every named bit is one bit of its own, and comes back by its name', () => {
  const tables = [VERIFICATION_BITS, STATUS_BITS, CARD_RESULT_BITS];
  for (const table of tables) {
    const names = Object.keys(table) as never[];
    const seen = names.map((name) => toHex(bitsOf(table, [name], 5)));
    expect(new Set(seen).size).toBe(names.length);
    for (const bits of seen)
      expect(Number.parseInt(bits, 16).toString(2).replaceAll('0', '')).toBe('1');
    expect(namesOf(table, bitsOf(table, names, 5))).toEqual(names);
  }
});

const cryptograms = fc.uint8Array({ minLength: 8, maxLength: 8 });
const updates: fc.Arbitrary<CardStatusUpdate> = fc.record({
  approves: fc.boolean(),
  goOnlineNext: fc.boolean(),
  counters: fc.constantFrom('keep', 'set-to-upper-limits', 'reset'),
});
const issuerData: fc.Arbitrary<IssuerData> = fc.record({
  algorithm: fc.constantFrom('aes', 'triple-des'),
  keyIndex: fc.nat(255),
  first: fc.constantFrom('TC', 'ARQC', 'AAC'),
  second: fc.constantFrom('TC', 'AAC', null),
  found: fc
    .uniqueArray(fc.constantFrom(...(Object.keys(CARD_RESULT_BITS) as CardResultBit[])))
    .map((found) => namesOf(CARD_RESULT_BITS, bitsOf(CARD_RESULT_BITS, found, 5))),
  pinTriesLeft: fc.nat(15),
  offlineCount: fc.nat(65_535),
  offlineAmountMinor: fc.nat(999_999_999),
});
