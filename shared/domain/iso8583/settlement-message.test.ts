import { describe, expect, it } from 'vitest';
import { toHex } from '../../lib/bytes.ts';
import { present } from '../../lib/assert.ts';
import { minor } from '../money.ts';
import { settlementTotals, type BatchRecord } from '../settlement-records.ts';
import { SAMPLE_TIME_MS } from '../testing/sample-sale.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import type { BankExchange, SettlementTold } from './exchange.ts';
import type { WireMessage } from './message-parts.ts';
import { translationOf } from './wire-message.ts';

const CHINA = 480;
const bankTimeMs = SAMPLE_TIME_MS;
const RECORDS: readonly BatchRecord[] = [
  record(1, 'purchase', 8090),
  record(2, 'completion', 1050),
  record(3, 'refund', 2000),
  record(4, 'pre-authorisation', 99_900),
];
const ABOUT = {
  atMs: SAMPLE_TIME_MS,
  saleId: '',
  fault: null,
  terminal: {
    terminalId: '11000001',
    merchantId: '898310054110001',
    operatorId: '00',
    batchNumber: 7,
  },
} as const;

function record(n: number, kind: BatchRecord['kind'], amountMinor: number): BatchRecord {
  const id = `00000000-0000-7000-8000-00000000000${n}`;
  return { id, kind, amountMinor: minor(amountMinor), batchNumber: 7 };
}

function totalsAsked(answer: SettlementTold | null): BankExchange {
  return { ...ABOUT, kind: 'settlement', totals: settlementTotals(RECORDS), answer };
}

/** What a bank says that has the first two only. */
function banks(result: SettlementTold['result']): SettlementTold {
  return { result, currency: 'CNY', totals: settlementTotals(RECORDS.slice(0, 2)), bankTimeMs };
}

function messagesOf(exchange: BankExchange) {
  const { request, answer } = present(translationOf(exchange, CHINA), 'the messages');
  return { request, answer: present(answer, 'the answer') };
}

/** The bytes, and that they say what was meant. */
function hexOf(message: WireMessage): string {
  const bytes = encodeMessage(message);
  if (!bytes.ok) throw new Error(JSON.stringify(bytes.error));
  const read = decodeMessage(bytes.value);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  expect(new Map(read.value.fields.map(({ number, value }) => [number, value]))).toEqual(
    new Map([...message.fields].sort(([a], [b]) => a - b)),
  );
  return toHex(bytes.value);
}

const whyIn = ({ absent }: WireMessage): readonly string[] => absent.map(({ why }) => why);
const PLACE = '3131303030303031' + '383938333130303534313130303031';
const AT = '090507' + '1124';
const ABROAD = '0'.repeat(31);

/** Put together by hand from TERMINAL 2b and 4, as in `golden-messages.ts`. */
describe('a day end as messages of a terminal', () => {
  it('P22 0500: taken and given back, sum and count; a hold is in neither', () => {
    const { request } = messagesOf(totalsAsked(banks('not-balanced')));
    const hex = [
      '0500',
      // 41 42 48 · 60 63
      '0000000000c10012',
      PLACE,
      '0062' + '000000009140002' + '000000002000001' + '0' + ABROAD,
      '0011' + '000000072010',
      '0003' + '303020',
    ];
    expect(hexOf(request)).toBe(hex.join(''));
    expect(whyIn(request)).toEqual(['no-trace', 'currency-agreed', 'signed']);
  });

  it.each([
    ['balanced', '1'],
    ['not-balanced', '2'],
    ['error', '3'],
  ] as const)('P22 0510, %s: the bank’s own totals and its verdict %s', (result, digit) => {
    const { answer } = messagesOf(totalsAsked(banks(result)));
    const hex = [
      '0510',
      // 12 13 · 39 41 42 48 · 49 · 60
      '0018000002c18010',
      AT,
      '3030',
      PLACE,
      '0062' + '000000009140002' + '000000000000000' + digit + ABROAD,
      '313536',
      '0011' + '000000072010',
    ];
    expect(hexOf(answer)).toBe(hex.join(''));
  });

  it.each([
    ['purchase', '000000'],
    ['refund', '200000'],
    ['pre-authorisation', '030000'],
  ] as const)('P22 0320 a record, %s: what it is and how much; no card', (kind, processing) => {
    const one = { kind, amountMinor: minor(8090) };
    const { request, answer } = messagesOf({
      ...ABOUT,
      kind: 'settlement-record',
      record: one,
      answer: { bankTimeMs },
    });
    expect(hexOf(request)).toBe(
      // 3 4 · 41 42 · 60
      ['0320', '3000000000c00010', processing, '000000008090', PLACE, '0011000000072010'].join(''),
    );
    expect(request.absent).toContainEqual({ fields: [2, 11, 61], why: 'original-by-id' });
    expect(hexOf(answer)).toBe(
      // 12 13 · 39 41 42 · 60
      ['0330', '0018000002c00010', AT, '3030', PLACE, '0011000000072010'].join(''),
    );
  });

  it('P22 0320 the end: how many were sent, and how many the bank has', () => {
    const answer = { count: 3, bankTimeMs };
    const told = messagesOf({ ...ABOUT, kind: 'settlement-end', count: 4, answer });
    expect(hexOf(told.request)).toBe(
      // 41 42 48 · 60
      ['0320', '0000000000c10010', PLACE, '00040004', '0011000000072020'].join(''),
    );
    expect(hexOf(told.answer)).toBe(
      // 12 13 · 39 41 42 48 · 60
      ['0330', '0018000002c10010', AT, '3030', PLACE, '00040003', '0011000000072020'].join(''),
    );
  });

  it('nothing is answered before it is', () => {
    const silent: readonly BankExchange[] = [
      totalsAsked(null),
      { ...ABOUT, kind: 'settlement-record', record: record(1, 'purchase', 1), answer: null },
      { ...ABOUT, kind: 'settlement-end', count: 1, answer: null },
    ];
    for (const exchange of silent) expect(translationOf(exchange, CHINA)?.answer).toBeNull();
  });

  it('I9 a thousand sales do not fit into three digits: left out and said, not moved by one', () => {
    const sides = (count: number) => ({
      debit: { sumMinor: minor(8090), count },
      credit: { sumMinor: minor(0), count: 0 },
    });
    const asked = (count: number) =>
      messagesOf({ ...ABOUT, kind: 'settlement', totals: sides(count), answer: banks('balanced') })
        .request;
    expect(asked(999).fields.get(48)?.slice(0, 15)).toBe('000000008090999');
    expect(asked(1000).fields.has(48)).toBe(false);
    expect(asked(1000).absent).toContainEqual({ fields: [48], why: 'no-room' });
    hexOf(asked(1000));
    const answer = { count: 10_000, bankTimeMs };
    const end = messagesOf({ ...ABOUT, kind: 'settlement-end', count: 9999, answer });
    expect(end.request.fields.get(48)).toBe('9999');
    expect(whyIn(end.answer)).toContain('no-room');
  });
});
