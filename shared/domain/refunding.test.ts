import { describe, expect, it } from 'vitest';
import { certaintyOfSale } from './certainty.ts';
import { refundHindrance } from './refund-parts.ts';
import { cashOriginal, refundablePayment, signedMinor } from './refunding.ts';
import type { Sale } from './sale.ts';
import {
  sampleCardSale,
  sampleRefund,
  sampleSale,
  SAMPLE_DUE,
  SAMPLE_STATUS,
} from './testing/sample-sale.ts';

const CARD = { kind: 'card', id: 'card-2', amountMinor: SAMPLE_DUE, paymentIds: [] } as const;
const approved = sampleCardSale(SAMPLE_STATUS.approved);

describe('what may be refunded', () => {
  it.each(['approved', 'posted'] as const)('what the bank has %s', (state) => {
    const sale = sampleCardSale(SAMPLE_STATUS[state]);
    expect(refundHindrance(sale)).toBeNull();
    expect(refundablePayment(sale)).toBe(sale.payments[0]);
  });

  it('A17 the card of a sale that cash paid in part', () => {
    const sale: Sale = { ...approved, tenders: [...sampleSale().tenders, ...approved.tenders] };
    expect(refundHindrance(sale)).toBeNull();
  });

  it('A20 a sale in cash, over the counter', () => {
    const sale = { ...sampleSale(), payments: [] };
    const { id: saleId, report } = sale;
    expect([refundHindrance(sale), refundablePayment(sale)]).toEqual([null, null]);
    expect(cashOriginal(sale)).toMatchObject({
      paymentId: report?.id,
      referenceNumber: '',
      cash: { saleId, reportNumber: report?.transactionNumber },
    });
    expect(cashOriginal(approved)).toBeNull();
  });

  it.each([
    ['P18 a promise', sampleCardSale(SAMPLE_STATUS.stored), 'not-approved'],
    ['I9 a refused promise', sampleCardSale(SAMPLE_STATUS.refused), 'refused-late'],
    ['I9 one that was written off', sampleCardSale(SAMPLE_STATUS['written-off']), 'refused-late'],
    ['two cards', { ...approved, tenders: [...approved.tenders, CARD] }, 'several-cards'],
    ['a sale under way', sampleCardSale(SAMPLE_STATUS.unknown, { state: 'paying' }), 'not-sold'],
    ['a sale that came to nothing', { ...approved, state: 'not-paid' } as const, 'not-sold'],
    ['a voided sale', { ...approved, state: 'voided' } as const, 'voided'],
    ['a refund', sampleRefund(SAMPLE_STATUS.approved), 'is-refund'],
  ])('not %s', (_name, sale, hindrance) => {
    expect(refundHindrance(sale)).toBe(hindrance);
  });
});

describe('I9 the ink of a refund, and its sign', () => {
  it.each([
    ['approved', 'certain'],
    ['authorizing', 'unknown'],
    ['unknown', 'unknown'],
    ['reversing', 'unknown'],
    ['declined', 'refused'],
    ['reversed', 'refused'],
  ] as const)('%s: %s', (state, ink) => {
    const refund = sampleRefund(SAMPLE_STATUS[state]);
    expect(certaintyOfSale(refund)).toBe(ink);
    expect(signedMinor(refund, refund.totals.dueMinor)).toBe(-600);
    expect(signedMinor(approved, SAMPLE_DUE)).toBe(SAMPLE_DUE);
  });
});
