import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { minor } from '../money.ts';
import {
  SAMPLE_INSTITUTIONS,
  SAMPLE_STATUS,
  SAMPLE_TIME_MS,
  samplePayment,
} from '../testing/sample-sale.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import type { BankExchange, CodedAnswer, WirePayment } from './exchange.ts';
import type { WireMessage } from './message-parts.ts';
import { translationOf } from './wire-message.ts';

const CHINA = 480;
const { core, card } = samplePayment(SAMPLE_STATUS.approved);
const payment: WirePayment = { core, card };
const ABOUT = { atMs: SAMPLE_TIME_MS, saleId: 'sale-1', fault: null } as const;
const YES: CodedAnswer = {
  code: '00',
  authorisationCode: '123456',
  referenceNumber: '100000000001',
  approvedMinor: null,
  bankTimeMs: null,
};
const PURCHASE = {
  ...ABOUT,
  kind: 'authorisation',
  payment,
  carriesPin: false,
  answer: YES,
} as const;
const TERMINAL = {
  terminalId: '01000001',
  merchantId: '898310054110001',
  operatorId: '01',
  batchNumber: 7,
};

function asked(exchange: BankExchange): Record<number, string> {
  return fieldsOf(translationOf(exchange, CHINA)?.request ?? null);
}

function answered(exchange: BankExchange): Record<number, string> {
  return fieldsOf(translationOf(exchange, CHINA)?.answer ?? null);
}

/** As they are read out of the bytes. */
function fieldsOf(message: WireMessage | null): Record<number, string> {
  if (message === null) throw new Error('there is no such message');
  const bytes = encodeMessage(message);
  if (!bytes.ok) throw new Error(JSON.stringify(bytes.error));
  const read = decodeMessage(bytes.value);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return Object.fromEntries(read.value.fields.map(({ number, value }) => [number, value]));
}

function typesOf(exchange: BankExchange): (string | null)[] {
  const translation = translationOf(exchange, CHINA);
  return [translation?.request.type ?? null, translation?.answer?.type ?? null];
}

function absentIn(exchange: BankExchange): Record<string, readonly number[]> {
  const absent = translationOf(exchange, CHINA)?.request.absent ?? [];
  return Object.fromEntries(absent.map(({ why, fields }) => [why, fields]));
}

describe('exchanges as messages of a terminal', () => {
  it('P18 a balance: card and PIN, no amount and no number; the answer says what is available', () => {
    const enquiry = {
      ...ABOUT,
      kind: 'balance',
      terminal: TERMINAL,
      currency: 'CNY',
      carriesPin: true,
      answer: { code: '00', balanceMinor: 1500, bankTimeMs: SAMPLE_TIME_MS },
    } as const;
    expect(typesOf(enquiry)).toEqual(['0200', '0210']);
    const both = { 3: '310000', 12: '090507', 13: '1124', 25: '00', 49: '156', 60: '01000007000' };
    const place = { 41: '01000001', 42: '898310054110001' };
    expect(asked(enquiry)).toEqual({ ...both, ...place });
    expect(Object.keys(absentIn(enquiry))).toContain('pin-sealed');
    const told = { ...both, ...place, 39: '00', 54: '0002156C000000001500' };
    expect(answered(enquiry)).toEqual(told);
    const declined = { ...enquiry.answer, code: '55', balanceMinor: null };
    expect(answered({ ...enquiry, answer: declined })).toEqual({ ...both, ...place, 39: '55' });
  });

  it('P3 a purchase: who, how much, which number, when, how the card was read', () => {
    expect(typesOf(PURCHASE)).toEqual(['0200', '0210']);
    expect(asked(PURCHASE)).toEqual({
      2: '622848******0072',
      3: '000000',
      4: '000000001400',
      11: '000041',
      // 01:05:07 in Greenwich is five past nine in China.
      12: '090507',
      13: '1124',
      14: '2912',
      22: '072',
      25: '00',
      41: '01000001',
      42: '898310054110001',
      49: '156',
      60: '22000007000',
    });
    expect(answered(PURCHASE)).toEqual({
      2: '622848******0072',
      3: '000000',
      4: '000000001400',
      11: '000041',
      25: '00',
      37: '100000000001',
      38: '123456',
      39: '00',
      41: '01000001',
      42: '898310054110001',
      49: '156',
      60: '22000007000',
    });
  });

  it('field 44 of a yes is who issued the card and who books it, where the bank has named them', () => {
    const named = { ...YES, institutions: SAMPLE_INSTITUTIONS };
    expect(answered({ ...PURCHASE, answer: named })).toEqual({
      ...answered(PURCHASE),
      44: '01990001   89830000   ',
    });
  });

  it.each([
    ['chip', 'online-pin', '051'],
    ['chip', 'none', '052'],
    ['contactless', 'online-pin', '071'],
    ['contactless', 'none', '072'],
  ] as const)('a card by %s, %s: mode of entry %s', (entryMode, verification, mode) => {
    const read: WirePayment = { core, card: { ...card, entryMode, verification } };
    expect(asked({ ...PURCHASE, payment: read })[22]).toBe(mode);
  });

  it('I6 P27 a PIN, a track and the chip’s data are said to be absent, and are', () => {
    const withPin = { ...PURCHASE, carriesPin: true };
    expect(absentIn(withPin)).toEqual({
      'track-not-kept': [35],
      'chip-sealed': [23, 55],
      'pin-sealed': [26, 52, 53],
      signed: [64],
    });
    expect(absentIn(PURCHASE)).not.toHaveProperty('pin-sealed');
    for (const field of [23, 26, 35, 52, 53, 55, 64]) {
      expect(asked(withPin)).not.toHaveProperty([field]);
    }
  });

  it('a decline has a code and nothing else; a part has the part’s amount', () => {
    const no = { ...YES, code: '51', authorisationCode: '', referenceNumber: '' };
    expect(answered({ ...PURCHASE, answer: no })).toMatchObject({ 39: '51' });
    expect(answered({ ...PURCHASE, answer: no })).not.toHaveProperty('37');
    expect(answered({ ...PURCHASE, answer: no })).not.toHaveProperty('38');
    const part = { ...YES, code: '10', approvedMinor: 1000 };
    expect(answered({ ...PURCHASE, answer: part })).toMatchObject({ 4: '000000001000', 39: '10' });
  });

  it('P20 the bank’s time is in the answer where it is known, and is said to be missing where not', () => {
    const bankTimeMs = SAMPLE_TIME_MS + 1000;
    expect(answered({ ...PURCHASE, answer: { ...YES, bankTimeMs } })).toMatchObject({
      12: '090508',
      13: '1124',
    });
    expect(translationOf(PURCHASE, CHINA)?.answer?.absent).toContainEqual({
      fields: [12, 13],
      why: 'time-not-kept',
    });
  });

  it('P7 a promise is an advice; a chip’s own yes is a sale with its proof', () => {
    const promise = { ...ABOUT, kind: 'stored-payment', payment, chip: null, answer: YES } as const;
    expect(typesOf(promise)).toEqual(['0220', '0230']);
    expect(asked(promise)[60]).toBe('30000007000');
    expect(asked(promise)).not.toHaveProperty('55');
    const chip = { code: 'Y3', certificate: 'a1b2c3d4e5f60718' };
    expect(typesOf({ ...promise, chip })).toEqual(['0200', '0210']);
    expect(asked({ ...promise, chip })).toMatchObject({
      55: '9f2608a1b2c3d4e5f607189f2701408a025933',
      60: '36000007000',
    });
    expect(absentIn({ ...promise, chip })).toEqual({
      'track-not-kept': [35],
      'signed-in-batch': [64],
    });
  });

  it.each([
    ['given-up', '98'],
    ['left-alone', '98'],
    ['superseded', '98'],
    ['abandoned-at-restart', '98'],
    ['not-recorded', '06'],
    ['refused-by-card', '06'],
  ] as const)('P6 a reversal, %s: reason %s, the numbers of the original', (reason, code) => {
    const reversal = { ...ABOUT, kind: 'reversal', payment, reason, answer: YES } as const;
    expect(typesOf(reversal)).toEqual(['0400', '0410']);
    expect(asked(reversal)).toMatchObject({ 11: '000041', 39: code, 60: '22000007000' });
    expect(answered(reversal)).toMatchObject({ 11: '000041', 39: '00' });
  });

  it('P21 sign-on and echo: the batch, who signs on, and the bank’s time and batch in the answer', () => {
    const answer = { batchNumber: 8, bankTimeMs: SAMPLE_TIME_MS };
    const signOn = { ...ABOUT, kind: 'sign-on', terminal: TERMINAL, answer } as const;
    expect(typesOf(signOn)).toEqual(['0800', '0810']);
    expect(asked(signOn)).toEqual({
      41: '01000001',
      42: '898310054110001',
      60: '00000007001',
      63: '01 ',
    });
    expect(answered(signOn)).toMatchObject({ 12: '090507', 39: '00', 60: '00000008001' });
    const echo = { ...signOn, kind: 'echo' } as const;
    expect(typesOf(echo)).toEqual(['0820', '0830']);
    expect(asked(echo)).toEqual({ 41: '01000001', 42: '898310054110001', 60: '00000007301' });
    expect(typesOf({ ...echo, answer: null })).toEqual(['0820', null]);
  });

  it('a void is a purchase the other way; a card that nobody has looked up is left out', () => {
    const taken: WirePayment = { core: { ...core, kind: 'void' }, card: null };
    const fields = asked({ ...PURCHASE, payment: taken });
    expect(fields).toMatchObject({ 3: '200000', 60: '23000007000' });
    for (const field of [2, 14, 22]) expect(fields).not.toHaveProperty([field]);
  });

  it('a refund is an advice; no card is read for it, and the original is named by its id', () => {
    const refund = { ...PURCHASE, payment: { core: { ...core, kind: 'refund' }, card } } as const;
    expect(typesOf(refund)).toEqual(['0220', '0230']);
    const fields = asked(refund);
    expect(fields).toMatchObject({ 2: '622848******0072', 3: '200000', 60: '25000007000' });
    for (const field of [14, 22]) expect(fields).not.toHaveProperty([field]);
    expect(absentIn(refund)).toEqual({ 'original-by-id': [37, 61], signed: [64] });
    expect(answered(refund)).toMatchObject({ 37: '100000000001', 39: '00', 60: '25000007000' });
  });

  it.each([
    ['pre-authorisation', ['0100', '0110'], '030000', '10', [35]],
    ['pre-authorisation-void', ['0100', '0110'], '200000', '11', [37, 38, 61]],
    ['completion', ['0200', '0210'], '000000', '20', [37, 38, 61]],
  ] as const)('%s is told as the field tells it', (kind, types, processing, name, absent) => {
    const exchange = { ...PURCHASE, payment: { core: { ...core, kind }, card } } as const;
    expect(typesOf(exchange)).toEqual(types);
    expect(asked(exchange)).toMatchObject({ 3: processing, 25: '06', 60: `${name}000007000` });
    expect(Object.values(absentIn(exchange))).toContainEqual(absent);
    const isRead = kind === 'pre-authorisation';
    expect(14 in asked(exchange)).toBe(isRead);
  });

  it('I9 a void of nobody knows what has the words of neither, asked, taken back or answered', () => {
    const taken = { core: { ...core, kind: 'void' }, card: null, ofCompletion: null } as const;
    const back = { ...ABOUT, kind: 'reversal', payment: taken, reason: 'given-up' } as const;
    for (const exchange of [{ ...PURCHASE, payment: taken }, { ...back, answer: YES } as const]) {
      expect(asked(exchange)).toMatchObject({ 3: '200000', 11: '000041' });
      for (const field of [25, 60]) {
        expect(asked(exchange)).not.toHaveProperty([field]);
        expect(answered(exchange)).not.toHaveProperty([field]);
      }
      expect(absentIn(exchange)).toMatchObject({ 'original-not-here': [25, 60] });
    }
  });

  it('a void of a completion, and every reversal, has the words of what it takes back', () => {
    const taken = { core: { ...core, kind: 'void' }, card, ofCompletion: true } as const;
    const exchange = { ...PURCHASE, payment: taken };
    expect(typesOf(exchange)).toEqual(['0200', '0210']);
    expect(asked(exchange)).toMatchObject({ 3: '200000', 25: '06', 60: '21000007000' });
    const words = (['pre-authorisation', 'pre-authorisation-void', 'completion'] as const).map(
      (kind) => {
        const back = { core: { ...core, kind }, card } as const;
        const reason = 'given-up' as const;
        const reversal = {
          ...ABOUT,
          kind: 'reversal',
          payment: back,
          reason,
          answer: YES,
        } as const;
        expect(typesOf(reversal)).toEqual(['0400', '0410']);
        const { 3: processing, 25: condition, 60: said } = asked(reversal);
        return [processing, condition, said?.slice(0, 2)];
      },
    );
    expect(words).toEqual([
      ['030000', '06', '10'],
      ['200000', '06', '11'],
      ['000000', '06', '20'],
    ]);
  });

  it.each([
    'sale-report',
    'cash-return',
    'void-number',
    'question',
    'slip-question',
    'signature',
    'pay-link',
    'pay-link-end',
  ] as const)('no terminal says %s', (kind) => {
    expect(translationOf({ ...ABOUT, kind, isAnswered: true }, CHINA)).toBeNull();
  });

  it('I6 whatever the payment, its bytes are a message, and hold no more of the card than a slip', () => {
    const any = fc.record({
      amountMinor: fc.integer({ min: 1, max: 999_999_999_999 }),
      traceNumber: fc.integer({ min: 1, max: 999_999 }),
      batchNumber: fc.integer({ min: 1, max: 999_999 }),
      certificate: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(toHex),
      atMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    });
    fc.assert(
      fc.property(any, ({ amountMinor, certificate, atMs, ...numbers }) => {
        const sold = { core: { ...core, ...numbers, amountMinor: minor(amountMinor) }, card };
        const fields = asked({
          ...ABOUT,
          atMs,
          kind: 'stored-payment',
          payment: sold,
          chip: { code: 'Y1', certificate },
          answer: null,
        });
        expect(Number(fields[4])).toBe(amountMinor);
        expect(Number(fields[11])).toBe(numbers.traceNumber);
        expect(fields[55]).toContain(certificate);
        expect(fromHex(fields[55] ?? '')).toHaveLength(19);
        expect(fields[2]).toBe(card.maskedNumber);
      }),
    );
  });
});
