import { describe, expect, it } from 'vitest';
import { certaintyOfSale, inksOf } from './certainty.ts';
import type { Payment, PaymentStatus } from './payment.ts';
import type { Sale } from './sale.ts';
import { sampleCardSale, samplePayment, sampleSale, SAMPLE_STATUS } from './testing/sample-sale.ts';
import { isCashAlone } from './cash-returned.ts';
import { minor } from './money.ts';
import { afterVoid, voidHindrance, voidWay } from './voiding.ts';

const BATCH = 7;

function voidAt(status: PaymentStatus): Payment {
  const made = samplePayment(status, 'void-1');
  return { ...made, core: { ...made.core, kind: 'void', originalId: 'payment-1' } };
}
function withVoid(status: PaymentStatus, changes: Partial<Sale> = {}): Sale {
  const sale = sampleCardSale(SAMPLE_STATUS.approved, changes);
  return { ...sale, payments: [...sale.payments, voidAt(status)] };
}

/** As a sale without any card. */
function cashOnly(): Sale {
  return { ...sampleSale(), payments: [], tenders: sampleSale().tenders.filter(isCash) };
}
const isCash = ({ kind }: Sale['tenders'][number]): boolean => kind === 'cash';

const holding = (state: Sale['state']): Sale =>
  sampleCardSale(SAMPLE_STATUS.approved, { state, hold: { act: 'hold' } });

function refunding(state: Sale['state']): Sale {
  const at = { terminalId: '01000001', batchNumber: BATCH, traceNumber: 1, referenceNumber: '' };
  const refundOf = { paymentId: 'payment-0', ...at, amountMinor: minor(1), bookedAtMs: 0 };
  return sampleCardSale(SAMPLE_STATUS.approved, { state, refundOf });
}

describe('what may be voided', () => {
  it.each(['approved', 'posted'] as const)('an own sale that the bank has %s', (state) => {
    expect(voidHindrance(sampleCardSale(SAMPLE_STATUS[state]), BATCH)).toBeNull();
  });

  it.each([
    ['I9 a refused promise', sampleCardSale(SAMPLE_STATUS.refused), 'refused-late'],
    ['I9 a promise that cash made up for', sampleCardSale(SAMPLE_STATUS.recovered), 'refused-late'],
    [
      'a sale under way',
      sampleCardSale(SAMPLE_STATUS.unknown, { state: 'paying' }),
      'not-finished',
    ],
    [
      'a sale that came to nothing',
      sampleCardSale(SAMPLE_STATUS.declined, { state: 'not-paid' }),
      'not-sold',
    ],
    ['I9 what is only held', holding('held'), 'held'],
    ['I9 what was let go', holding('released'), 'released'],
    ['I9 a hold that was not made', holding('not-paid'), 'not-made'],
    ['I9 a refund', refunding('refunded'), 'is-refund'],
    ['I9 a refund that was not made', refunding('not-paid'), 'not-made'],
    ['P8 a void without an outcome', withVoid(SAMPLE_STATUS.unknown), 'under-way'],
    ['P6 a void that is taken back', withVoid(SAMPLE_STATUS.reversing), 'under-way'],
    ['a voided sale', afterVoid(withVoid(SAMPLE_STATUS.approved)), 'already-voided'],
  ])('not %s', (_name, sale, hindrance) => {
    expect(voidHindrance(sale, BATCH)).toBe(hindrance);
  });

  it('P22 P23 not what belongs to another batch', () => {
    const sale = sampleCardSale(SAMPLE_STATUS.approved);
    expect(voidHindrance(sale, BATCH + 1)).toBe('other-batch');
  });

  it.each(['stored', 'offline-approved'] as const)(
    'P11 a promise that is %s and reported with its sale: here, as far as nothing has left',
    (state) => {
      const sale = sampleCardSale(SAMPLE_STATUS[state]);
      expect([voidHindrance(sale, BATCH), voidWay(sale)]).toEqual([null, 'promise']);
      expect(voidHindrance(sale, BATCH + 1)).toBe('other-batch');
      // Of a later try for one that was refused the bank has the report already.
      const report = sale.report && { ...sale.report, transactionNumber: 1 };
      expect(voidHindrance({ ...sale, report }, BATCH)).toBe('not-approved');
    },
  );

  it('P18 cash alone, in its batch: no bank has to be asked', () => {
    const sale = cashOnly();
    const batch = sale.report?.batchNumber ?? 0;
    expect(isCashAlone(sale)).toBe(true);
    expect(voidHindrance(sale, batch)).toBeNull();
    expect(voidHindrance(sale, batch + 1)).toBe('other-batch');
    const cashRefunds = [{ refundId: 'r', amountMinor: minor(1), roundingMinor: minor(0) }];
    expect(voidHindrance({ ...sale, cashRefunds }, batch)).toBe('partly-refunded');
    expect(afterVoid(sale)).toMatchObject({ state: 'voided', receipt: { printedCount: 0 } });
    expect(inksOf([sale]).certain.count).toBe(1);
    expect(inksOf([afterVoid(sale)]).certain.count).toBe(0);
  });

  it.each(['declined', 'reversed'] as const)('again after a void that was %s', (state) => {
    expect(voidHindrance(withVoid(SAMPLE_STATUS[state]), BATCH)).toBeNull();
  });
});

describe('I9 the ink of a sale with a void', () => {
  it.each([
    ['declined', 'certain'],
    ['reversed', 'certain'],
    ['authorizing', 'unknown'],
    ['unknown', 'unknown'],
    ['reversing', 'unknown'],
    ['approved', 'refused'],
  ] as const)('a void that is %s: %s', (state, ink) => {
    const sale = afterVoid(withVoid(SAMPLE_STATUS[state]));
    expect(certaintyOfSale(sale)).toBe(ink);
    expect(inksOf([sale]).certain.count).toBe(ink === 'certain' ? 1 : 0);
    // Given back it is no loss: a loss is what was promised and refused.
    expect(inksOf([sale]).refused.count).toBe(0);
  });

  it('P9 a void that was told as not recorded ends as a sale whose slip is out', () => {
    const voided = afterVoid(withVoid(SAMPLE_STATUS.approved, { receipt: { printedCount: 1 } }));
    expect(voided).toMatchObject({ state: 'voided', receipt: { printedCount: 0 } });
    const [purchase] = voided.payments;
    const undone = { ...voided, payments: [purchase as Payment, voidAt(SAMPLE_STATUS.reversing)] };
    expect(afterVoid(undone)).toMatchObject({ state: 'completed', receipt: { printedCount: 1 } });
  });
});
