import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalsOf } from './batch-totals.ts';
import { minor } from './money.ts';
import type { Payment, PaymentState } from './payment.ts';
import {
  differencesBetween,
  isSameTotals,
  proposedCure,
  recordsOf,
  settlementTotals,
  type BatchRecord,
} from './settlement-records.ts';
import { SAMPLE_STATUS, samplePayment } from './testing/sample-sale.ts';

const BATCH = 7;

function payment(state: PaymentState, core: Partial<Payment['core']>): Payment {
  const made = samplePayment(SAMPLE_STATUS[state]);
  const whole = { ...made.core, amountMinor: minor(1000), batchNumber: BATCH, ...core };
  return { ...made, id: whole.id, core: whole };
}

const anyRecord: fc.Arbitrary<BatchRecord> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('purchase' as const, 'void' as const),
  amountMinor: fc.integer({ min: 1, max: 10 ** 6 }).map(minor),
  batchNumber: fc.constant(BATCH),
});
const anyRecords = fc.uniqueArray(anyRecord, { maxLength: 20, selector: ({ id }) => id });
const due = (records: readonly BatchRecord[]) => ({ due: records, elsewhere: [] });

describe('P22 what is compared', () => {
  it('P22 the order of the records changes nothing', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const turned = settlementTotals([...records].reverse());
        expect(turned).toEqual(settlementTotals(records));
        expect(isSameTotals(turned, settlementTotals(records))).toBe(true);
      }),
    );
  });

  it('P22 totals are the same exactly when no record differs', () => {
    fc.assert(
      fc.property(anyRecords, anyRecords, fc.boolean(), (ours, others, mixed) => {
        const theirs = mixed ? [...ours.slice(1), ...others] : ours;
        const found = differencesBetween(ours, due(theirs));
        const isSame = isSameTotals(settlementTotals(ours), settlementTotals(theirs));
        expect(isSame).toBe(found.length === 0);
      }),
    );
  });

  it('F34 one sale missing and another of the same amount too many is no balance', () => {
    const [ours, theirs] = fc.sample(anyRecord, { numRuns: 2, seed: 1 });
    if (ours === undefined || theirs === undefined) throw new Error('no samples');
    const same = { kind: 'purchase', amountMinor: minor(500) } as const;
    const [a, b] = [[{ ...ours, ...same }], [{ ...theirs, ...same }]];
    expect(settlementTotals(a).debit).toEqual(settlementTotals(b).debit);
    expect(isSameTotals(settlementTotals(a), settlementTotals(b))).toBe(false);
    expect(differencesBetween(a, due(b)).map(({ kind }) => kind)).toEqual([
      'missing-at-bank',
      'too-many-at-bank',
    ]);
  });

  it('F36 I9 only what the bank has said yes to is a record, and sums as the totals do', () => {
    const states = Object.values(SAMPLE_STATUS).map(({ state }) => state);
    const payments = states.map((state, i) =>
      payment(state, { id: `00000000-0000-7000-8000-0000000000${String(i + 10)}` }),
    );
    const { debit, credit } = settlementTotals(recordsOf(payments));
    expect({ debit, credit }).toEqual({
      debit: totalsOf(payments).debit,
      credit: totalsOf(payments).credit,
    });
  });
});

describe('P22 differences and cures', () => {
  const ours = payment('approved', { id: '00000000-0000-7000-8000-000000000001' });
  const [record] = recordsOf([ours]);
  if (record === undefined) throw new Error('no record');

  it('P22 another amount and another batch are told apart from what is missing', () => {
    const dearer = { ...record, amountMinor: minor(1001) };
    expect(differencesBetween([record], due([dearer]))).toEqual([
      { id: record.id, kind: 'other-amount', till: record, bank: dearer },
    ]);
    const later = { ...record, batchNumber: BATCH + 1 };
    expect(differencesBetween([record], { due: [], elsewhere: [later] })).toEqual([
      { id: record.id, kind: 'other-batch', till: record, bank: later },
    ]);
  });

  it('P22 what was carried from an earlier batch is no difference', () => {
    const carried = { ...record, batchNumber: BATCH - 1 };
    expect(differencesBetween([carried], due([carried]))).toEqual([]);
  });

  it.each([
    ['missing-at-bank', 'approved', [], 'upload'],
    ['missing-at-bank', 'approved', ['upload'], 'write-off'],
    ['missing-at-bank', 'approved-in-part', [], 'write-off'],
    ['too-many-at-bank', 'reversed', [], 'reversal'],
    ['too-many-at-bank', 'stored', [], 'upload'],
    ['too-many-at-bank', 'reversed', ['reversal'], 'write-off'],
    ['too-many-at-bank', 'unknown', [], 'ask'],
    ['too-many-at-bank', 'reversing', [], 'ask'],
    ['too-many-at-bank', 'approved', [], 'batch-correction'],
    ['too-many-at-bank', null, [], 'write-off'],
    ['other-batch', 'approved', [], 'batch-correction'],
    ['other-amount', 'approved', [], 'write-off'],
  ] as const)('P22 %s, a payment that is %s, tried %j: %s', (kind, state, tried, cure) => {
    expect(proposedCure({ kind }, state === null ? null : payment(state, {}), tried)).toBe(cure);
  });

  it('P22 a terminal sends what it promised, then what it asked online, then what it gave back', () => {
    const inOrder = recordsOf([
      payment('approved', { id: 'void', kind: 'void', traceNumber: 1 }),
      payment('approved', { id: 'online 3', traceNumber: 3 }),
      payment('posted', { id: 'promised 4', traceNumber: 4 }),
      payment('approved', { id: 'online 2', traceNumber: 2 }),
      payment('stored', { id: 'nobody said yes', traceNumber: 5 }),
    ]);
    expect(inOrder.map(({ id }) => id)).toEqual(['promised 4', 'online 2', 'online 3', 'void']);
  });
});
