import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchTotals, EMPTY_BATCH, isBalanced, type BatchTotals } from './batch-totals.ts';
import { minor } from './money.ts';
import type { Payment, PaymentState } from './payment.ts';
import { SAMPLE_STATUS, samplePayment } from './testing/sample-sale.ts';

function payment(
  state: PaymentState,
  amountMinor: number,
  core: Partial<Payment['core']> = {},
): Payment {
  const made = samplePayment(SAMPLE_STATUS[state]);
  return { ...made, core: { ...made.core, amountMinor: minor(amountMinor), ...core } };
}

const BATCH = 7;
const anyPayment = fc
  .record({
    state: fc.constantFrom(...Object.values(SAMPLE_STATUS).map(({ state }) => state)),
    amountMinor: fc.integer({ min: 1, max: 10 ** 8 }),
    batchNumber: fc.integer({ min: BATCH, max: BATCH + 1 }),
    kind: fc.constantFrom('purchase' as const, 'void' as const),
  })
  .map(({ state, amountMinor, batchNumber, kind }) =>
    payment(state, amountMinor, { batchNumber, kind }),
  );
const payments = fc.array(anyPayment, { maxLength: 30 });

describe('P22 totals of a batch', () => {
  it('P22 purchases are debit, voids credit, each as sum and count', () => {
    const totals = batchTotals(
      [
        payment('approved', 1000),
        payment('posted', 500),
        payment('approved-in-part', 9999),
        payment('approved', 1000, { kind: 'void' }),
      ],
      BATCH,
    );
    expect(totals.debit).toEqual({ sumMinor: 2500, count: 3 });
    expect(totals.credit).toEqual({ sumMinor: 1000, count: 1 });
  });

  it('F36 I9 promised and open money stands beside the totals, never inside them', () => {
    const totals = batchTotals(
      [
        payment('stored', 100),
        payment('offline-approved', 20),
        payment('unknown', 3),
        payment('reversing', 4),
      ],
      BATCH,
    );
    expect(totals).toEqual({
      ...EMPTY_BATCH,
      promised: { sumMinor: 120, count: 2 },
      open: { sumMinor: 7, count: 2 },
    });
  });

  it.each([
    'declined',
    'reversed',
    'refused',
    'written-off',
    'recovered',
    'offline-declined',
  ] as const)('F30 what is %s is in no total', (state) => {
    expect(batchTotals([payment(state, 100)], BATCH)).toEqual(EMPTY_BATCH);
  });

  it('P23 a payment is in one batch, and the order does not matter', () => {
    const add = (side: keyof BatchTotals, totals: readonly BatchTotals[]) =>
      totals.reduce(
        (sum, one) => ({
          sumMinor: sum.sumMinor + one[side].sumMinor,
          count: sum.count + one[side].count,
        }),
        { sumMinor: 0, count: 0 },
      );
    fc.assert(
      fc.property(payments, (all) => {
        const both = [batchTotals(all, BATCH), batchTotals(all, BATCH + 1)];
        const together = batchTotals(
          all.map((one) => ({ ...one, core: { ...one.core, batchNumber: BATCH } })),
          BATCH,
        );
        expect(batchTotals(all.slice().reverse(), BATCH)).toEqual(both[0]);
        for (const side of ['debit', 'credit', 'promised', 'open'] as const) {
          expect(add(side, both)).toEqual(together[side]);
        }
      }),
    );
  });

  it('P22 balanced is equal in sum and in count, with nothing promised and nothing open', () => {
    const ours = batchTotals([payment('approved', 1000)], BATCH);
    expect(isBalanced(ours, ours)).toBe(true);
    const sameSum = batchTotals([payment('approved', 400), payment('approved', 600)], BATCH);
    expect(isBalanced(ours, sameSum)).toBe(false);
    const promised = batchTotals([payment('approved', 1000), payment('stored', 1)], BATCH);
    expect(isBalanced(promised, ours)).toBe(false);
    const open = batchTotals([payment('approved', 1000), payment('unknown', 1)], BATCH);
    expect(isBalanced(open, ours)).toBe(false);
  });
});
