import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from './money.ts';
import type { Payment } from './payment.ts';
import type { Sale } from './sale.ts';
import { settlementTotals } from './settlement-records.ts';
import {
  NOTHING_SETTLED,
  paymentsFor,
  recordsAfter,
  settledAfter,
  standingOf,
  type Accepted,
} from './settlement.ts';
import { SAMPLE_STATUS, samplePayment, sampleSale } from './testing/sample-sale.ts';

const STATUSES = Object.values(SAMPLE_STATUS);

const anySale: fc.Arbitrary<Sale> = fc
  .record({
    id: fc.uuid(),
    amountMinor: fc.integer({ min: 1, max: 10 ** 6 }),
    batchNumber: fc.integer({ min: 1, max: 4 }),
    status: fc.constantFrom(...STATUSES),
  })
  .map(({ id, amountMinor, batchNumber, status }) => {
    const made = samplePayment(status);
    const core = { ...made.core, id, amountMinor: minor(amountMinor), batchNumber };
    const payment: Payment = { ...made, id, core };
    return { ...sampleSale(), id: `sale of ${id}`, payments: [payment] };
  });
const anySales = fc.uniqueArray(anySale, { maxLength: 12, selector: ({ id }) => id });

/** Everybody at the bank says yes to what was open. */
function posted(sales: readonly Sale[]): Sale[] {
  return sales.map((sale) => ({
    ...sale,
    payments: sale.payments.map((payment) => {
      const { promised, open } = standingOf([{ sale, payment }], []).totals;
      return promised.count + open.count > 0
        ? { ...payment, status: SAMPLE_STATUS.posted }
        : payment;
    }),
  }));
}

describe('P23 what a settlement is about', () => {
  it('P23 over two day ends each payment that the bank says yes to is settled exactly once', () => {
    fc.assert(
      fc.property(anySales, fc.integer({ min: 1, max: 4 }), (sales, batchNumber) => {
        const first = paymentsFor(sales, batchNumber, NOTHING_SETTLED);
        const after = settledAfter({ batchNumber, before: NOTHING_SETTLED, accepted: [] }, first);
        const later = posted(sales);
        const settled = [
          ...recordsAfter(first, []),
          ...recordsAfter(paymentsFor(later, 4, after), []),
        ].map(({ id }) => id);
        const standing = recordsAfter(paymentsFor(later, 4, NOTHING_SETTLED), []);
        expect([...settled].sort()).toEqual(standing.map(({ id }) => id).sort());
      }),
    );
  });

  it('F36 I9 what nobody has said yes to is named beside the total, each piece of it', () => {
    fc.assert(
      fc.property(anySales, (sales) => {
        const payments = paymentsFor(sales, 4, NOTHING_SETTLED);
        const { totals, unsent, compared, records } = standingOf(payments, []);
        expect(unsent).toHaveLength(totals.promised.count + totals.open.count);
        expect(compared).toEqual(settlementTotals(records));
        const named = new Set(unsent.map(({ paymentId }) => paymentId));
        expect(records.filter(({ id }) => named.has(id))).toEqual([]);
      }),
    );
  });
});

describe('P22 what was decided in favour of the bank', () => {
  const [sale] = fc.sample(anySale, { numRuns: 1, seed: 3 });
  if (sale === undefined) throw new Error('no sample');
  const approved: Sale = {
    ...sale,
    payments: sale.payments.map((one) => ({ ...one, status: SAMPLE_STATUS.approved })),
  };
  const payments = paymentsFor([approved], 4, NOTHING_SETTLED);
  const [till] = recordsAfter(payments, []);
  if (till === undefined) throw new Error('no record');
  const decided = (one: Pick<Accepted, 'kind' | 'bank'>): Accepted[] => [
    { id: till.id, till, cure: 'write-off', supervisorId: '00', reason: 'seen', ...one },
  ];
  const before = { batchNumber: 4, before: NOTHING_SETTLED };

  it('P22 what is missing there counts no more, another amount counts as the bank has it', () => {
    const missing = decided({ kind: 'missing-at-bank', bank: null });
    expect(recordsAfter(payments, missing)).toEqual([]);
    const dearer = { ...till, amountMinor: minor(till.amountMinor + 1) };
    expect(recordsAfter(payments, decided({ kind: 'other-amount', bank: dearer }))).toEqual([
      dearer,
    ]);
  });

  it('P23 what the bank has in a later batch comes with that; what it settled before never again', () => {
    const later = decided({ kind: 'other-batch', bank: { ...till, batchNumber: 5 } });
    expect(recordsAfter(payments, later)).toEqual([]);
    const { carried } = settledAfter({ ...before, accepted: later }, payments);
    expect(carried).toEqual([{ saleId: approved.id, paymentId: till.id }]);
    const settled = decided({ kind: 'other-batch', bank: till });
    expect(settledAfter({ ...before, accepted: settled }, payments).carried).toEqual([]);
  });
});
