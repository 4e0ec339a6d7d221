import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../lib/bytes.ts';
import { minor } from '../../money.ts';
import {
  chipOf,
  inserted,
  recordsOf,
  SAMPLE_SETTINGS,
  SAMPLE_TRANSACTION,
} from '../../testing/sample-terminal.ts';
import { encodeTlv } from '../tlv.ts';
import { dateOf, readCardData } from './card-data.ts';
import { pinNeeded, verifyCardholder } from './cardholder.ts';
import type { PinOutcome } from './settings.ts';

const CARD = chipOf('good-chip');
const KNOWN = { interchangeProfile: fromHex('1800') };
const record = (tag: number, value: string) =>
  encodeTlv([{ tag: 0x70, children: [{ tag, value: fromHex(value) }] }]);

describe('P17 what a card says about itself', () => {
  it('P17 is read from its records', () => {
    const card = readCardData(recordsOf(CARD), KNOWN);
    expect(card).toMatchObject({
      ok: true,
      value: { cardNumber: '6228480000000155', expiryDate: '291231' },
    });
    expect(card.ok && card.value.firstObjectList.map(({ length }) => length)).toEqual([
      6, 6, 2, 5, 2, 3, 1, 4,
    ]);
  });

  const [identity = new Uint8Array(), rules = new Uint8Array()] = recordsOf(CARD).map(
    ({ bytes }) => bytes ?? new Uint8Array(),
  );
  const unsigned = (records: readonly Uint8Array[]) =>
    records.map((bytes) => ({ bytes, isSigned: false }));
  it.each<readonly [string, readonly Uint8Array[], object, string]>([
    ['a torn record', [identity.subarray(0, -1), rules], KNOWN, 'record-unreadable'],
    ['an empty record', [identity, new Uint8Array(), rules], KNOWN, 'record-unreadable'],
    ['another template', [encodeTlv([{ tag: 0x77, children: [] }])], KNOWN, 'record-unreadable'],
    ['two records in one', [Uint8Array.of(...identity, ...rules)], KNOWN, 'record-unreadable'],
    [
      'a thing said twice',
      [identity, rules, record(0x5a, '6228480000000155')],
      KNOWN,
      'said-twice',
    ],
    ['what it said before', [identity, rules, record(0x82, '3900')], KNOWN, 'said-twice'],
    ['a date of two bytes', [record(0x5f24, '2912')], KNOWN, 'wrong-length'],
    ['no card number', [rules], KNOWN, 'missing'],
    ['no object lists', [identity], KNOWN, 'missing'],
    ['no interchange profile', [identity, rules], {}, 'missing'],
    [
      'a month thirteen',
      [rules, record(0x5a, '62'), record(0x5f24, '291331')],
      KNOWN,
      'wrong-value',
    ],
    [
      'a number that is none',
      [rules, record(0x5a, '6a'), record(0x5f24, '291231')],
      KNOWN,
      'wrong-value',
    ],
  ])('P17 %s ends the transaction', (_what, records, known, fault) => {
    expect(readCardData(unsigned(records), known)).toEqual({ ok: false, error: fault });
  });

  it('P17 what is not a card’s to say is not listened to', () => {
    for (const [tag, value] of [
      [0x95, '0000000000'],
      [0x91, '0102030405060708'],
      [0x8a, '3030'],
    ] as const) {
      const card = readCardData(unsigned([identity, rules, record(tag, value)]), KNOWN);
      expect(card).toEqual(readCardData(unsigned([identity, rules]), KNOWN));
    }
  });

  it('P17 rubbish throws nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 3 }), (records) => {
        expect(readCardData(unsigned(records), KNOWN).ok).toBe(false);
      }),
    );
  });

  it.each([
    ['261126', '261126'],
    ['260001', null],
    ['261100', null],
    ['26112a', null],
    ['2611', null],
  ])('P17 the date %s', (date, expected) => {
    expect(dateOf(fromHex(date))).toBe(expected);
  });
});

describe('P17 who holds the card', () => {
  const ask = (list: string, pin: PinOutcome, amountMinor = 5_000, capabilities = '20e8c0') => {
    const { question } = inserted(CARD);
    const elements = { ...question.card.elements, verificationMethods: fromHex(list) };
    return verifyCardholder({
      card: { ...question.card, elements },
      settings: { ...SAMPLE_SETTINGS, capabilities },
      transaction: { ...SAMPLE_TRANSACTION, amountMinor: minor(amountMinor) },
      pin,
    });
  };
  // X is 100 yuan, Y is 200.
  const AMOUNTS = '0000271000004e20';

  it.each<readonly [string, string, PinOutcome, string, readonly string[], string | null]>([
    ['no method asked for', '1f00', 'not-asked', '1f0002', [], 'none'],
    ['signature', '1e00', 'not-asked', '1e0000', [], 'signature'],
    ['PIN for the bank', '0200', 'entered', '020000', ['online-pin-entered'], 'online-pin'],
    ['PIN for the card', '0100', 'right', '010002', [], 'pin-by-card'],
    ['wrong PIN', '0100', 'wrong', '010001', ['cardholder-not-verified'], null],
    [
      'no tries left, next rule',
      '41001f00',
      'tries-exceeded',
      '1f0002',
      ['pin-tries-exceeded'],
      'none',
    ],
    [
      'PIN not typed',
      '0200',
      'not-entered',
      '020001',
      ['pin-not-entered', 'cardholder-not-verified'],
      null,
    ],
    [
      'PIN pad away',
      '0200',
      'no-pin-pad',
      '020001',
      ['pin-pad-missing', 'cardholder-not-verified'],
      null,
    ],
    ['must fail', '00001f00', 'not-asked', '000001', ['cardholder-not-verified'], null],
    ['unknown method, next rule', '60001f00', 'not-asked', '1f0002', ['method-unknown'], 'none'],
    [
      'unknown method, the end',
      '20001f00',
      'not-asked',
      '200001',
      ['method-unknown', 'cardholder-not-verified'],
      null,
    ],
    ['cash only, next rule', '42011f00', 'entered', '1f0002', [], 'none'],
    ['cash only, the end', '0201', 'entered', '3f0001', ['cardholder-not-verified'], null],
    ['unknown condition', '42771f00', 'entered', '1f0002', [], 'none'],
    ['under X', '1f060200', 'entered', '1f0602', [], 'none'],
    ['over X not met', '42071f00', 'entered', '1f0002', [], 'none'],
    ['under Y', '1f080200', 'entered', '1f0802', [], 'none'],
    ['over Y not met', '42091f00', 'entered', '1f0002', [], 'none'],
  ])('P17 %s', (_what, rules, pin, results, sets, method) => {
    expect(ask(AMOUNTS + rules, pin)).toMatchObject({ results, sets, method });
  });

  it('P17 X and Y are compared with the amount', () => {
    expect(ask(`${AMOUNTS}42071f00`, 'entered', 10_001).method).toBe('online-pin');
    expect(ask(`${AMOUNTS}42071f00`, 'entered', 10_000).method).toBe('none');
    expect(ask(`${AMOUNTS}42091f00`, 'entered', 20_001).method).toBe('online-pin');
    expect(ask(`${AMOUNTS}1f060200`, 'entered', 10_000).method).toBe('online-pin');
  });

  it('P17 what a terminal cannot do is passed over, and a missing PIN pad is said', () => {
    const step = ask(`${AMOUNTS}42001f00`, 'entered', 5_000, '2008c0');
    expect(step).toMatchObject({ method: 'none', sets: ['pin-pad-missing'] });
    expect(step.rules.map(({ outcome }) => outcome)).toEqual(['not-supported', 'done']);
    const ifSupported = ask(`${AMOUNTS}42031f00`, 'entered', 5_000, '2008c0');
    expect(ifSupported).toMatchObject({ method: 'none', sets: [] });
    expect(ask(`${AMOUNTS}5e001f00`, 'entered', 5_000, '2048c0').rules[0]?.outcome).toBe(
      'not-supported',
    );
  });

  it('P17 a card without a list of methods, or without any verification', () => {
    const { question } = inserted(CARD);
    const { verificationMethods, ...elements } = question.card.elements;
    expect(verificationMethods).toBeDefined();
    const card = { ...question.card, elements };
    const none = verifyCardholder({ ...question, card });
    expect(none).toMatchObject({ results: '3f0000', sets: ['card-data-missing'], method: null });
    const profile = { ...elements, interchangeProfile: fromHex('0800') };
    const promisesNone = verifyCardholder({ ...question, card: { ...card, elements: profile } });
    expect(promisesNone).toMatchObject({ results: '3f0000', sets: [], method: null });
    expect(ask(`${AMOUNTS}1f0002`, 'entered').sets).toEqual(['card-data-missing']);
  });

  it('P17 whether a PIN must be typed is known before anybody types', () => {
    const needed = (id: string, amountMinor: number) => {
      const { question } = inserted(chipOf(id));
      const entryMode = id.endsWith('tap') ? ('contactless' as const) : ('chip' as const);
      const transaction = { ...question.transaction, entryMode, amountMinor: minor(amountMinor) };
      return pinNeeded({ ...question, transaction });
    };
    expect(needed('good-chip', 5_000)).toBeNull();
    expect(needed('good-pin', 5_000)).toBe('online-pin');
    expect(needed('good-tap', 100_000)).toBeNull();
    expect(needed('good-tap', 100_001)).toBe('online-pin');
  });

  it('P17 any list of rules ends in one method or in "not verified", and its results are three bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 2, maxLength: 12 }),
        fc.nat(30_000),
        (rules, amount) => {
          const step = ask(AMOUNTS + toHex(rules), 'entered', amount);
          expect(step.results).toMatch(/^[0-9a-f]{6}$/);
          const isVerified = step.method !== null;
          expect(step.sets.includes('cardholder-not-verified')).toBe(
            !isVerified && rules.length % 2 === 0,
          );
        },
      ),
    );
  });
});
