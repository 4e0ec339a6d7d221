import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denominationsOf } from './denominations.ts';
import { drawerAfter, EMPTY_DRAWER, isNextStep, shiftUnderWay, type Drawer } from './drawer.ts';
import type { JournalBody } from './journal.ts';
import { minor, type Minor } from './money.ts';
import { closeShift, countedCash, withMovement, type Shift } from './shift.ts';
import { sampleSale } from './testing/sample-sale.ts';

const BEGINNING = {
  id: 'shift-2',
  terminalId: '01000001',
  operatorId: '01',
  businessDay: '2026-11-24',
  openedAtMs: 5,
};

function sold(cashMinor?: number): { readonly body: JournalBody } {
  const moved = cashMinor === undefined ? {} : { cashMinor: minor(cashMinor) };
  return { body: { kind: 'sale', step: 'completed', sale: sampleSale(), outbox: [], ...moved } };
}

function counted(drawer: Drawer, countedMinor: number, leftMinor: Minor | null = null): Shift {
  const closed = closeShift(shiftUnderWay(drawer, BEGINNING), drawer.cashMinor, {
    atMs: 9,
    operatorId: '01',
    pieces: [{ valueMinor: minor(1), count: countedMinor }],
    reason: 'miscounted',
    approverId: '00',
    leftMinor,
  });
  if (!closed.ok) throw new Error(closed.error);
  return closed.value;
}

const afterAll = (...records: readonly { readonly body: JournalBody }[]): Drawer =>
  records.reduce(drawerAfter, EMPTY_DRAWER);

describe('A24 the drawer as the journal has it', () => {
  it('A24 each step says what it has moved; one that moved nothing changes nothing', () => {
    expect(afterAll(sold(1400), sold(), sold(200), sold(-200)).cashMinor).toBe(1400);
  });

  it('A22 a count ends the shift: the next begins with what stays, and with no sale of the last', () => {
    const before = afterAll(sold(1400));
    const shift = counted(before, 1400, minor(300));
    const after = drawerAfter(before, { body: { kind: 'shift', shift } });
    expect(after.cashMinor).toBe(0);
    expect(shiftUnderWay(after, { ...BEGINNING, id: 'shift-3' })).toMatchObject({
      id: 'shift-3',
      openedAtMs: 9,
      floatMinor: 300,
      closing: null,
    });
  });

  it('A24 cash in and out does not end it', () => {
    const before = afterAll(sold(1400));
    const movement = {
      kind: 'pay-in',
      id: 'm',
      amountMinor: minor(100),
      reason: 'float',
      operatorId: '01',
      atMs: 6,
    } as const;
    const moved = withMovement(shiftUnderWay(before, BEGINNING), movement, before.cashMinor);
    if (!moved.ok) throw new Error(moved.error);
    const shift = moved.value;
    expect(isNextStep(before, shift)).toBe(true);
    const after = drawerAfter(before, { body: { kind: 'shift', shift } });
    expect(after).toEqual({ shift, cashMinor: 1400 });
    expect(isNextStep(after, counted(after, 1500))).toBe(true);
    // Written again it would be counted twice.
    expect(isNextStep(after, shift)).toBe(false);
    // What was written before is not changed by what comes after.
    const other = { ...shift, movements: [{ ...movement, amountMinor: minor(50) }] };
    expect(isNextStep(after, { ...counted(after, 1500), ...other })).toBe(false);
  });

  it('P28 a count that expects something else than the journal is no next step', () => {
    const before = afterAll(sold(1400));
    const honest = counted(before, 1390);
    expect(isNextStep(before, honest)).toBe(true);
    const { closing } = honest;
    if (closing === null) throw new Error('not closed');
    const lies = [
      { expectedMinor: minor(1390), varianceMinor: minor(0) },
      { countedMinor: minor(1400) },
      { nextFloatMinor: minor(1391) },
      { reason: '' },
      { pieces: [] },
    ];
    for (const lie of lies)
      expect(isNextStep(before, { ...honest, closing: { ...closing, ...lie } })).toBe(false);
    expect(isNextStep(drawerAfter(before, sold(1)), honest)).toBe(false);
  });
});

it('A22 every amount can be counted out in notes and coins', () => {
  fc.assert(
    fc.property(fc.constantFrom('CNY', 'EUR'), fc.nat(10 ** 7), (currency, amount) => {
      let left = amount;
      const pieces = denominationsOf(currency).map((valueMinor) => {
        const count = Math.floor(left / valueMinor);
        left -= count * valueMinor;
        return { valueMinor, count };
      });
      expect(countedCash(pieces)).toBe(amount);
    }),
  );
  expect(countedCash([{ valueMinor: minor(100), count: -1 }])).toBeNull();
  expect(countedCash([{ valueMinor: minor(100), count: 0.5 }])).toBeNull();
});
