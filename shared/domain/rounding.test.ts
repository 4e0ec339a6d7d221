import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor, negate, sum } from './money.ts';
import { allocate, multiplied, roundedToCoin, type Rounding } from './rounding.ts';

const MODES: readonly Rounding[] = ['half-up', 'half-even', 'down', 'up'];
const anyMode = fc.constantFrom(...MODES);
const amount = fc.integer({ min: -(10 ** 11), max: 10 ** 11 }).map(minor);
const coin = fc.constantFrom(1, 2, 5, 10, 50, 100);

describe('rounding by name', () => {
  // Quarters and halves on both sides of zero: the columns are 1/4, 1/2, 3/4, 5/4, 3/2, 7/4.
  it.each([
    ['half-up', [0, 1, 1, 1, 2, 2]],
    ['half-even', [0, 0, 1, 1, 2, 2]],
    ['down', [0, 0, 0, 1, 1, 1]],
    ['up', [1, 1, 1, 2, 2, 2]],
  ] as const)('%s', (mode, expected) => {
    const quarters = [1, 2, 3, 5, 6, 7];
    expect(quarters.map((q) => multiplied(minor(q), 1, 4, mode))).toEqual(expected);
    const below = quarters.map((q) => negate(multiplied(minor(-q), 1, 4, mode)));
    expect(below).toEqual(expected);
  });

  it('is never further off than one unit, nor than half a unit where it rounds to the nearest', () => {
    const factor = fc.integer({ min: -(10 ** 4), max: 10 ** 4 });
    const divisor = fc.integer({ min: 1, max: 10 ** 6 });
    fc.assert(
      fc.property(amount, factor, divisor, anyMode, (value, numerator, denominator, mode) => {
        const result = BigInt(multiplied(value, numerator, denominator, mode));
        const exact = BigInt(value) * BigInt(numerator);
        const off = result * BigInt(denominator) - exact;
        const size = off < 0n ? -off : off;
        if (mode.startsWith('half')) expect(size * 2n <= BigInt(denominator)).toBe(true);
        else expect(size < BigInt(denominator)).toBe(true);
      }),
    );
  });

  it('A19 a refund is rounded to coins exactly like the sale that it takes back', () => {
    fc.assert(
      fc.property(amount, coin, anyMode, (value, step, mode) => {
        const sale = roundedToCoin(value, step, mode);
        expect(roundedToCoin(negate(value), step, mode)).toBe(negate(sale));
      }),
    );
  });

  it('A19 what was rounded can be paid in coins, and rounding it again changes nothing', () => {
    fc.assert(
      fc.property(amount, coin, anyMode, (value, step, mode) => {
        const rounded = roundedToCoin(value, step, mode);
        expect(Math.abs(rounded % step)).toBe(0);
        expect(Math.abs(rounded - value)).toBeLessThan(step);
        expect(roundedToCoin(rounded, step, mode)).toBe(rounded);
      }),
    );
  });

  it('A19 a dearer sale is never cheaper in cash', () => {
    fc.assert(
      fc.property(amount, fc.nat(1000), coin, anyMode, (value, more, step, mode) => {
        const dearer = roundedToCoin(minor(value + more), step, mode);
        expect(dearer).toBeGreaterThanOrEqual(roundedToCoin(value, step, mode));
      }),
    );
  });
});

describe('allocation', () => {
  const weights = fc.array(fc.nat(10 ** 6), { minLength: 1, maxLength: 20 });

  it('I1 nothing is lost, whatever the weights, and the same split comes out every time', () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        const shares = allocate(total, by);
        expect(sum(shares)).toBe(total);
        expect(allocate(total, by)).toEqual(shares);
      }),
    );
  });

  it('A20 a refund is split like the sale: line by line the same, the other way', () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        expect(allocate(negate(total), by)).toEqual(allocate(total, by).map(negate));
      }),
    );
  });

  it('who has no weight gets nothing, unless nobody has', () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        fc.pre(by.some((weight) => weight > 0));
        for (const [i, share] of allocate(total, by).entries()) {
          if (by[i] === 0) expect(share).toBe(0);
        }
      }),
    );
    expect(allocate(minor(5), [0, 0, 0])).toEqual([2, 2, 1]);
  });

  it.each([[[]], [[-1, 2]], [[0.5]]])('weights of %j are a bug', (by) => {
    expect(() => allocate(minor(1), by)).toThrow();
  });
});
