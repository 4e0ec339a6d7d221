import { describe, expect, it } from 'vitest';
import type { BankExchange } from '../../../shared/domain/iso8583/exchange.ts';
import { translationOf } from '../../../shared/domain/iso8583/wire-message.ts';
import { minor } from '../../../shared/domain/money.ts';
import { PAYMENT_KINDS } from '../../../shared/domain/payment.ts';
import {
  SAMPLE_INSTITUTIONS,
  SAMPLE_STATUS,
  SAMPLE_TIME_MS,
  samplePayment,
} from '../../../shared/domain/testing/sample-sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { dutyKey, hasWireText, meaningKey, nameKey } from './field-meaning.ts';

const ABOUT = { atMs: SAMPLE_TIME_MS, saleId: 'sale-1', fault: null } as const;
const payment = samplePayment(SAMPLE_STATUS.approved);
const answer = {
  code: '00',
  authorisationCode: '123456',
  referenceNumber: '100000000001',
  approvedMinor: null,
  bankTimeMs: SAMPLE_TIME_MS,
  institutions: SAMPLE_INSTITUTIONS,
};
const terminal = {
  terminalId: '01000001',
  merchantId: '898310054110001',
  operatorId: '01',
  batchNumber: 7,
};
const place = { ...ABOUT, terminal, answer: { batchNumber: 7, bankTimeMs: SAMPLE_TIME_MS } };
const chip = { code: 'Y3', certificate: 'a1b2c3d4e5f60718' };

const SIDES = {
  debit: { sumMinor: minor(8090), count: 5 },
  credit: { sumMinor: minor(200), count: 1 },
};

const EXCHANGES: readonly BankExchange[] = [
  ...(['chip', 'contactless'] as const).flatMap((entryMode) =>
    (['none', 'online-pin'] as const).map((verification): BankExchange => ({
      ...ABOUT,
      kind: 'authorisation',
      payment: { ...payment, card: { ...payment.card, entryMode, verification } },
      carriesPin: verification === 'online-pin',
      answer,
    })),
  ),
  ...PAYMENT_KINDS.flatMap((kind) =>
    [{}, { ofCompletion: true as const }, { ofCompletion: null }].map((known): BankExchange => ({
      ...ABOUT,
      kind: 'authorisation',
      payment: { ...payment, ...known, core: { ...payment.core, kind } },
      carriesPin: false,
      answer: { ...answer, bankTimeMs: null },
    })),
  ),
  { ...ABOUT, kind: 'stored-payment', payment, chip, answer },
  { ...ABOUT, kind: 'stored-payment', payment, chip: null, answer },
  { ...ABOUT, kind: 'reversal', payment, reason: 'given-up', answer },
  { ...ABOUT, kind: 'reversal', payment, reason: 'not-recorded', answer },
  { ...place, kind: 'sign-on' },
  { ...place, kind: 'echo' },
  ...(['balanced', 'not-balanced', 'error'] as const).map((result): BankExchange => ({
    ...place,
    kind: 'settlement',
    totals: SIDES,
    answer: { result, currency: 'CNY', totals: SIDES, bankTimeMs: SAMPLE_TIME_MS },
  })),
  ...PAYMENT_KINDS.map((kind): BankExchange => ({
    ...place,
    kind: 'settlement-record',
    record: { kind, amountMinor: minor(1) },
  })),
  // The second has no room in its field.
  ...[1, 10_000].map((count): BankExchange => ({
    ...place,
    kind: 'settlement-end',
    count,
    answer: { count, bankTimeMs: SAMPLE_TIME_MS },
  })),
];

describe('the words of the wire view', () => {
  it.each(EXCHANGES)('$kind: each field has a name and a meaning, each message a duty', (one) => {
    const { request, answer: reply } = present(translationOf(one, 480), 'the messages');
    for (const message of [request, present(reply, 'the answer')]) {
      const keys = [
        nameKey(one),
        dutyKey(message.type, one.kind),
        ...[...message.fields].map(([field, value]) => meaningKey(message.type, field, value)),
        ...[...message.fields.keys()].map((field) => `field.${field}`),
        ...message.absent.flatMap(({ fields }) => fields.map((field) => `field.${field}`)),
        ...message.absent.map(({ why }) => `why.${why}`),
      ];
      expect(keys.filter((key) => !hasWireText(key))).toEqual([]);
    }
  });

  it('I9 only the answer to a payment is called an approval', () => {
    const yes = (type: string) => meaningKey(type, 39, '00');
    for (const type of ['0110', '0210', '0230']) expect(yes(type)).toBe('means.39.00');
    expect([yes('0410'), yes('0810')]).toEqual(['means.39.undone', 'means.39.done']);
    expect([yes('0330'), yes('0510')]).toEqual(['means.39.taken', 'means.39.compared']);
  });
});
