import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../lib/result.ts';
import { MAX_AMOUNT_MINOR, minor, sum, type Minor } from './money.ts';
import { roundedToCoin } from './rounding.ts';
import type { CashTender, Sale } from './sale.ts';
import {
  cashIn,
  cashMovedBy,
  closeShift,
  expectedCash,
  openShift,
  toTheSafe,
  withMovement,
  type CashMovement,
  type Count,
  type Shift,
} from './shift.ts';
import { SAMPLE_STATUS, sampleCardSale, sampleSale } from './testing/sample-sale.ts';

function valueOf<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function opened(floatMinor: number): Shift {
  return valueOf(
    openShift({
      id: 'shift-1',
      terminalId: '01000001',
      operatorId: '01',
      businessDay: '2026-11-24',
      openedAtMs: 0,
      floatMinor: minor(floatMinor),
    }),
  );
}

function movement(kind: CashMovement['kind'], amountMinor: number, reason = 'bank run') {
  return { kind, id: 'm', amountMinor: minor(amountMinor), reason, operatorId: '01', atMs: 1 };
}

function cash(due: number, received: number, step = 1): CashTender {
  const amountMinor = minor(due);
  const rounded = roundedToCoin(amountMinor, step, 'half-up');
  return {
    kind: 'cash',
    id: 'c',
    amountMinor,
    roundingMinor: minor(rounded - due),
    receivedMinor: minor(received),
    changeMinor: minor(received - rounded),
  };
}

interface DrawerCash {
  readonly taken: readonly CashTender[];
  readonly givenBack: readonly CashTender[];
}

const NONE: DrawerCash = { taken: [], givenBack: [] };

/** Through sales, as the till reckons it: each is a step from nothing, or back to nothing. */
function cashOf({ taken, givenBack }: DrawerCash): Minor {
  const paid = (tender: CashTender): Sale => sampleSale({ tenders: [tender] });
  const back = (tender: CashTender): Sale => ({ ...paid(tender), tenders: [], state: 'not-paid' });
  return sum([
    ...taken.map((tender) => cashMovedBy(null, paid(tender))),
    ...givenBack.map((tender) => cashMovedBy(paid(tender), back(tender))),
  ]);
}

it('A24 P18 a void of a sale gives its cash back too', () => {
  const paid = sampleSale();
  const back = cashMovedBy(paid, { ...paid, state: 'voided' });
  expect(back + cashMovedBy(null, paid)).toBe(0);
  expect(cashMovedBy(null, paid)).toBeGreaterThan(0);
});

const count = (countedMinor: number, approverId = '', leftMinor: Minor | null = null): Count => ({
  atMs: 9,
  operatorId: '01',
  pieces: [{ valueMinor: minor(1), count: countedMinor }],
  reason: 'given too much change',
  approverId,
  leftMinor,
});

describe('A22 from the float to the safe', () => {
  it('A22 float, sale, pay-in, void, count, close, next float proposed', () => {
    const drawer = {
      taken: [cash(1400, 2000), cash(2600, 5000)],
      givenBack: [cash(2600, 2600)],
    };
    const shift = valueOf(withMovement(opened(20_000), movement('pay-in', 5_000), cashOf(drawer)));
    expect(expectedCash(shift, cashOf(drawer))).toBe(26_400);
    const closed = valueOf(closeShift(shift, cashOf(drawer), count(26_400)));
    expect(closed.closing).toMatchObject({
      expectedMinor: 26_400,
      varianceMinor: 0,
      approverId: '',
      nextFloatMinor: 20_000,
    });
    expect(closed.closing && toTheSafe(closed.closing)).toBe(6_400);
  });

  it('A22 a drawer with less than the float leaves all of it for the next shift', () => {
    const closed = valueOf(closeShift(opened(20_000), cashOf(NONE), count(19_700)));
    expect(closed.closing).toMatchObject({ varianceMinor: -300, nextFloatMinor: 19_700 });
  });

  it('A22 what stays in the drawer can be another amount, and never more than there is', () => {
    const left = closeShift(opened(20_000), cashOf(NONE), count(20_000, '', minor(5_000)));
    expect(valueOf(left).closing).toMatchObject({ nextFloatMinor: 5_000 });
    const more = closeShift(opened(20_000), cashOf(NONE), count(20_000, '', minor(20_001)));
    expect(more).toEqual({ ok: false, error: 'not-that-much-cash' });
  });

  it('A23 a difference without a reason is not written; without a difference no reason is', () => {
    const silent = { ...count(19_999), reason: ' ' };
    expect(closeShift(opened(20_000), cashOf(NONE), silent)).toMatchObject({
      error: 'reason-missing',
    });
    const exact = valueOf(closeShift(opened(20_000), cashOf(NONE), count(20_000, '00')));
    expect(exact.closing).toMatchObject({ varianceMinor: 0, reason: '', approverId: '' });
  });

  it('A22 what is closed stays closed', () => {
    const closed = valueOf(closeShift(opened(100), cashOf(NONE), count(100)));
    expect(closeShift(closed, cashOf(NONE), count(100))).toMatchObject({ error: 'shift-closed' });
    expect(withMovement(closed, movement('pay-in', 1), cashOf(NONE))).toMatchObject({
      error: 'shift-closed',
    });
  });

  it.each([
    ['pay-in', 0, 'x', 'amount-invalid'],
    ['pay-in', -1, 'x', 'amount-invalid'],
    ['pay-in', MAX_AMOUNT_MINOR, 'x', 'amount-invalid'],
    ['pay-in', 1, '  ', 'reason-missing'],
    ['pay-out', 101, 'x', 'not-that-much-cash'],
  ] as const)('A24 a %s of %i with the reason "%s" is refused', (kind, amount, reason, error) => {
    const moved = withMovement(opened(100), movement(kind, amount, reason), cashOf(NONE));
    expect(moved).toEqual({ ok: false, error });
  });

  it.each([-1, MAX_AMOUNT_MINOR])('a float or a count of %i is a slip of the finger', (amount) => {
    expect(openShift({ ...opened(0), floatMinor: minor(amount) })).toMatchObject({ ok: false });
    expect(closeShift(opened(0), cashOf(NONE), count(amount))).toMatchObject({
      error: 'amount-invalid',
    });
  });
});

describe('A23 variance', () => {
  it.each([
    [10_500, '', 'closed'],
    [9_500, '', 'closed'],
    [10_501, '', 'approver-needed'],
    [9_499, '', 'approver-needed'],
    [9_499, '00', 'closed'],
  ])('A23 counted %i of 10,000 with the approver "%s": %s', (counted, approverId, outcome) => {
    const closed = closeShift(opened(10_000), cashOf(NONE), count(counted, approverId));
    expect(closed.ok ? 'closed' : closed.error).toBe(outcome);
    if (closed.ok) expect(closed.value.closing?.approverId).toBe(approverId);
  });
});

describe('A24 expected cash', () => {
  const amount = fc.integer({ min: 1, max: 10 ** 7 });
  const tender = fc
    .tuple(amount, fc.nat(10 ** 6), fc.constantFrom(1, 5, 10, 100))
    .map(([due, above, step]) => {
      const rounded = roundedToCoin(minor(due), step, 'half-up');
      return cash(due, rounded + above, step);
    });
  const tenders = fc.array(tender, { maxLength: 15 });

  it('A24 I1 float + amounts + rounding + in − out − given back, counted note by note', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 6), tenders, tenders, (floatMinor, taken, givenBack) => {
        let drawer = floatMinor;
        for (const { receivedMinor, changeMinor } of taken) drawer += receivedMinor - changeMinor;
        for (const { amountMinor, roundingMinor } of givenBack)
          drawer -= amountMinor + roundingMinor;
        expect(expectedCash(opened(floatMinor), cashOf({ taken, givenBack }))).toBe(drawer);
      }),
    );
  });

  it('A19 A24 a sale that is given back leaves the drawer as it was, rounding included', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 6), tenders, (floatMinor, taken) => {
        expect(expectedCash(opened(floatMinor), cashOf({ taken, givenBack: taken }))).toBe(
          floatMinor,
        );
      }),
    );
  });

  it('A24 pay-in and pay-out are each other’s opposite', () => {
    fc.assert(
      fc.property(amount, amount, (floatMinor, moved) => {
        const start = opened(floatMinor);
        const paidIn = valueOf(withMovement(start, movement('pay-in', moved), cashOf(NONE)));
        const paidOut = valueOf(withMovement(paidIn, movement('pay-out', moved), cashOf(NONE)));
        expect(expectedCash(paidOut, cashOf(NONE))).toBe(floatMinor);
      }),
    );
  });

  it('A24 A27 cards and sales that came to nothing put no cash into the drawer', () => {
    const sales = [
      sampleSale(),
      sampleCardSale(SAMPLE_STATUS.approved),
      sampleSale({ id: 'sale-2', state: 'not-paid' }),
    ];
    expect(sales.map(cashIn)).toEqual([1400, 0, 0]);
  });
});
