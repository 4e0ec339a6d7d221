import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  decimalText,
  isPayable,
  MAX_AMOUNT_MINOR,
  minor,
  negate,
  subtract,
  sum,
} from './money.ts';

const amount = fc.integer({ min: -MAX_AMOUNT_MINOR, max: MAX_AMOUNT_MINOR }).map(minor);

describe('money', () => {
  it('I1 what is added can be taken away again, to the fen', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(subtract(add(a, b), b)).toBe(a);
        expect(add(a, negate(a))).toBe(0);
      }),
    );
  });

  it('I1 a sum does not depend on the order, nor on how it is grouped', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 30 }), fc.nat(30), (amounts, at) => {
        const parts = [sum(amounts.slice(0, at)), sum(amounts.slice(at))];
        expect(sum(parts)).toBe(sum(amounts));
        expect(sum(amounts.slice().reverse())).toBe(sum(amounts));
      }),
    );
  });

  it.each([0.1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'an amount of %s is a bug, not money',
    (value) => {
      expect(() => minor(value)).toThrow(/whole number of minor units/);
    },
  );

  it('there is one zero', () => {
    expect(Object.is(minor(-0), 0)).toBe(true);
    expect(Object.is(negate(minor(0)), 0)).toBe(true);
  });

  it.each([
    [1, true],
    [MAX_AMOUNT_MINOR - 1, true],
    [0, false],
    [-1, false],
    [MAX_AMOUNT_MINOR, false],
    [0.5, false],
    [Number.NaN, false],
  ])('from outside, %s may be paid: %s', (value, payable) => {
    expect(isPayable(value)).toBe(payable);
  });

  it('its text says exactly what it is', () => {
    expect([0, 5, -5, 105, -123_456].map((value) => decimalText(minor(value)))).toEqual([
      '0.00',
      '0.05',
      '-0.05',
      '1.05',
      '-1234.56',
    ]);
    fc.assert(
      fc.property(amount, (value) => {
        expect(Number(decimalText(value).replace('.', ''))).toBe(value);
      }),
    );
  });
});
