import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addProduct,
  EMPTY_CART,
  removeLine,
  setLineDiscount,
  setLineNote,
  setQuantity,
  type Cart,
} from './cart.ts';
import { minor, sum } from './money.ts';
import { priceCart } from './pricing.ts';
import type { Product } from './product.ts';
import { allocate, multiplied, roundedToCoin } from './rounding.ts';
import { taxed } from './tax.ts';

function product(priceMinor: number, taxBasisPoints = 1300, id = 'water'): Product {
  return {
    id,
    sku: id,
    barcode: '6901234567892',
    nameZh: '农夫山泉',
    nameEn: 'Spring water',
    category: 'drinks',
    priceMinor: minor(priceMinor),
    taxBasisPoints,
    unit: 'piece',
  };
}

function cartOf(...steps: ((cart: Cart) => ReturnType<typeof addProduct>)[]): Cart {
  return steps.reduce((cart, step) => {
    const next = step(cart);
    if (!next.ok) throw new Error(next.error);
    return next.value;
  }, EMPTY_CART);
}

describe('rounding', () => {
  it.each([
    ['half-up', 5, 2, 3],
    ['half-up', -5, 2, -3],
    ['half-even', 5, 2, 2],
    ['half-even', 7, 2, 4],
    ['down', 9, 10, 0],
    ['up', 1, 10, 1],
    ['up', -1, 10, -1],
  ] as const)('%s: %i / %i = %i', (rounding, amount, denominator, expected) => {
    expect(multiplied(minor(amount), 1, denominator, rounding)).toBe(expected);
  });

  it.each([
    [1_042, 5, 'half-up', 1_040],
    [1_043, 5, 'half-up', 1_045],
    [1_049, 10, 'down', 1_040],
    [1_041, 10, 'up', 1_050],
    [-1_043, 5, 'half-up', -1_045],
  ] as const)('A19 %i to coins of %i, %s = %i', (amount, step, rounding, expected) => {
    expect(roundedToCoin(minor(amount), step, rounding)).toBe(expected);
  });

  it('splitting an amount loses nothing, and nobody gets more than one unit beyond his share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 11), max: 10 ** 11 }),
        fc.array(fc.nat(10 ** 6), { minLength: 1, maxLength: 20 }),
        (total, weights) => {
          const shares = allocate(minor(total), weights);
          expect(sum(shares)).toBe(total === 0 ? 0 : total);
          const all = weights.reduce((a, b) => a + b, 0);
          if (all === 0) return;
          for (const [i, share] of shares.entries()) {
            expect(Math.abs(share - (total * (weights[i] ?? 0)) / all)).toBeLessThanOrEqual(1.001);
          }
        },
      ),
    );
  });
});

describe('tax', () => {
  it.each([
    ['inclusive', 11_300, 1300, 11_300, 1_300],
    ['exclusive', 10_000, 1300, 11_300, 1_300],
    ['inclusive', 100, 600, 100, 6],
    ['inclusive', 100, 0, 100, 0],
  ] as const)('%s: %i at %i basis points', (mode, price, rate, amount, tax) => {
    expect(taxed(minor(price), rate, mode)).toEqual({ amountMinor: amount, taxMinor: tax });
  });
});

describe('the cart', () => {
  it('A25 the same product again raises its quantity; a changed line is left alone', () => {
    const water = product(200);
    const cart = cartOf(
      (c) => addProduct(c, water, 1000, 'a'),
      (c) => addProduct(c, water, 1000, 'b'),
      (c) => setLineNote(c, 'a', 'cold'),
      (c) => addProduct(c, water, 1000, 'c'),
    );
    expect(cart.lines.map(({ lineId, quantityMilli }) => [lineId, quantityMilli])).toEqual([
      ['a', 2000],
      ['c', 1000],
    ]);
    const removed = removeLine(cart, 'c');
    expect(removed.ok && removed.value.activeLineId).toBe('a');
  });

  it.each([0, -1, 0.5, 10_000_001, Number.NaN])('refuses a quantity of %s', (quantity) => {
    const cart = cartOf((c) => addProduct(c, product(200), 1000, 'a'));
    expect(setQuantity(cart, 'a', quantity)).toEqual({
      ok: false,
      error: 'quantity-out-of-range',
    });
  });

  it('refuses discounts above the whole and lines that are not there', () => {
    const cart = cartOf((c) => addProduct(c, product(200), 1000, 'a'));
    const tooMuch = setLineDiscount(cart, 'a', { kind: 'percent', basisPoints: 10_001 });
    expect(tooMuch).toEqual({ ok: false, error: 'discount-out-of-range' });
    expect(removeLine(cart, 'z')).toEqual({ ok: false, error: 'line-unknown' });
  });
});

describe('pricing', () => {
  const discount = fc.oneof(
    fc.constant({ kind: 'none' } as const),
    fc.record({
      kind: fc.constant('percent' as const),
      basisPoints: fc.integer({ min: 1, max: 10_000 }),
    }),
    fc.record({
      kind: fc.constant('amount' as const),
      amountMinor: fc.integer({ min: 1, max: 10 ** 7 }).map(minor),
    }),
  );
  const cart = fc.record({
    lines: fc.array(
      fc.record({
        lineId: fc.uuid(),
        product: fc
          .tuple(fc.nat(10 ** 6), fc.constantFrom(0, 600, 900, 1300))
          .map(([price, tax]) => product(price, tax)),
        quantityMilli: fc.integer({ min: 1, max: 50_000 }),
        discount,
        note: fc.constant(''),
      }),
      { maxLength: 12 },
    ),
    saleDiscount: discount,
    note: fc.constant(''),
    activeLineId: fc.constant(null),
  });

  it('lines add up to the total, nothing is cheaper than free, discounts fit below the gross', () => {
    fc.assert(
      fc.property(cart, fc.constantFrom('inclusive' as const, 'exclusive' as const), (c, mode) => {
        const { lines, totals } = priceCart(c, mode);
        expect(sum(lines.map((line) => line.amountMinor))).toBe(totals.dueMinor);
        const taken = lines.flatMap((line) => [line.discountMinor, line.saleDiscountMinor]);
        expect(sum(taken)).toBe(totals.discountMinor);
        expect(totals.discountMinor).toBeLessThanOrEqual(totals.grossMinor);
        for (const line of lines) expect(line.amountMinor).toBeGreaterThanOrEqual(0);
        const added = mode === 'exclusive' ? totals.taxMinor : 0;
        expect(totals.grossMinor - totals.discountMinor + added).toBe(totals.dueMinor);
      }),
    );
  });

  it('642 g at 12.80 a kilogram cost 8.22', () => {
    const apples = { ...product(1280), unit: 'kg' as const };
    const priced = priceCart(
      cartOf((c) => addProduct(c, apples, 642, 'a')),
      'inclusive',
    );
    expect(priced.totals.dueMinor).toBe(822);
  });
});
