import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addProduct,
  EMPTY_CART,
  moveActiveLine,
  removeLine,
  setLineDiscount,
  setLineNote,
  setQuantity,
  setSaleDiscount,
  setSaleNote,
  type Cart,
  type Discount,
} from './cart.ts';
import { minor } from './money.ts';
import { hasRight, RIGHTS } from './operators.ts';
import { priceCart } from './pricing.ts';
import type { Product } from './product.ts';
import { rightsNeeded, takenOff } from './rights.ts';

const PRICES = [200, 499, 1280] as const;

function product(priceMinor: number): Product {
  const id = String(priceMinor);
  const names = { sku: id, barcode: id, nameZh: id, nameEn: id, category: '' };
  return { id, ...names, priceMinor: minor(priceMinor), taxBasisPoints: 1300, unit: 'piece' };
}

const discount: fc.Arbitrary<Discount> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({
    kind: fc.constant('percent' as const),
    basisPoints: fc.integer({ min: 1, max: 10_000 }),
  }),
  fc.record({
    kind: fc.constant('amount' as const),
    amountMinor: fc.integer({ min: 1, max: 3000 }).map(minor),
  }),
);

type Step = (cart: Cart) => Cart;

/** A step that does nothing where it does not fit. */
function step(make: (cart: Cart, lineId: string) => ReturnType<typeof removeLine>): Step {
  return (cart) => {
    const after = make(cart, cart.activeLineId ?? '');
    return after.ok ? after.value : cart;
  };
}

const quantity = fc.integer({ min: 1, max: 9 }).map((pieces) => pieces * 1000);
const comesOn = fc
  .tuple(fc.constantFrom(...PRICES), quantity, fc.uuid())
  .map(([price, milli, lineId]) => step((cart) => addProduct(cart, product(price), milli, lineId)));
const anyStep = fc.oneof(
  comesOn,
  fc.constant(step(removeLine)),
  quantity.map((milli) => step((cart, lineId) => setQuantity(cart, lineId, milli))),
  discount.map((wanted) => step((cart, lineId) => setLineDiscount(cart, lineId, wanted))),
  discount.map((wanted) => step((cart) => setSaleDiscount(cart, wanted))),
  fc.constantFrom<1 | -1>(1, -1).map(
    (by): Step =>
      (cart) =>
        moveActiveLine(cart, by),
  ),
);
const anyCart = fc
  .array(anyStep, { minLength: 1, maxLength: 12 })
  .map((steps) => steps.reduce((cart, make) => make(cart), EMPTY_CART));

const grossOf = (cart: Cart): number => priceCart(cart, 'inclusive').totals.grossMinor;
const offOf = (cart: Cart): number => priceCart(cart, 'inclusive').totals.discountMinor;

describe('A28 rights that a change of the counter needs', () => {
  it('A28 without the right to delete, what lies on the counter never gets less', () => {
    fc.assert(
      fc.property(anyCart, fc.array(anyStep, { maxLength: 12 }), (start, steps) => {
        let cart = start;
        for (const make of steps) {
          const after = make(cart);
          if (!rightsNeeded(cart, after).includes('delete')) cart = after;
        }
        expect(grossOf(cart)).toBeGreaterThanOrEqual(grossOf(start));
        for (const { lineId, quantityMilli } of start.lines) {
          const now = cart.lines.find((line) => line.lineId === lineId);
          expect(now?.quantityMilli ?? 0).toBeGreaterThanOrEqual(quantityMilli);
        }
      }),
    );
  });

  it('A28 without the right to discounts, a sale that has none never gets one', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 20 }), (steps) => {
        let cart = EMPTY_CART;
        for (const make of steps) {
          const after = make(cart);
          if (!rightsNeeded(cart, after).includes('discount')) cart = after;
        }
        expect(offOf(cart)).toBe(0);
      }),
    );
  });

  it('A28 of the same goods, no change without that right takes more off than before', () => {
    fc.assert(
      fc.property(anyCart, discount, fc.boolean(), (cart, wanted, isSale) => {
        const make = isSale
          ? step((now) => setSaleDiscount(now, wanted))
          : step((now, lineId) => setLineDiscount(now, lineId, wanted));
        const after = make(cart);
        if (offOf(after) > offOf(cart)) expect(rightsNeeded(cart, after)).toEqual(['discount']);
      }),
    );
  });

  it('A28 goods that come on, notes, lines looked at and a discount taken away need nothing', () => {
    const free = fc.oneof(
      comesOn,
      fc.constant(step((cart, lineId) => setLineNote(cart, lineId, 'note'))),
      fc.constant(step((cart) => setSaleNote(cart, 'note'))),
      fc.constant(step((cart) => setSaleDiscount(cart, { kind: 'none' }))),
      fc.constant(step((cart, lineId) => setLineDiscount(cart, lineId, { kind: 'none' }))),
      fc.constantFrom<1 | -1>(1, -1).map(
        (by): Step =>
          (cart) =>
            moveActiveLine(cart, by),
      ),
    );
    fc.assert(
      fc.property(anyCart, free, (cart, make) => {
        expect(rightsNeeded(cart, make(cart))).toEqual([]);
      }),
    );
  });

  it('A28 a sale that is cancelled needs the right to delete, whatever was taken off it', () => {
    fc.assert(
      fc.property(anyCart, (cart) => {
        expect(rightsNeeded(cart, EMPTY_CART)).toEqual(cart.lines.length === 0 ? [] : ['delete']);
      }),
    );
  });
});

describe('A28 what is taken off a sale', () => {
  it('A28 is what pricing takes off, and what is only left out of the total counts as well', () => {
    fc.assert(
      fc.property(anyCart, fc.nat(500), (cart, hidden) => {
        const { lines, totals } = priceCart(cart, 'inclusive');
        expect(takenOff({ lines, totals })).toBe(totals.discountMinor);
        const lied = {
          ...totals,
          discountMinor: minor(0),
          dueMinor: minor(totals.dueMinor - hidden),
        };
        expect(takenOff({ lines, totals: lied })).toBe(totals.discountMinor + hidden);
      }),
    );
  });
});

it('A28 a list takes rights from a cashier, never from a supervisor; without a word of it there are all', () => {
  for (const right of RIGHTS) {
    expect(hasRight({ role: 'cashier' }, right)).toBe(true);
    expect(hasRight({ role: 'cashier', mayNot: [right] }, right)).toBe(false);
    expect(hasRight({ role: 'supervisor', mayNot: [right] }, right)).toBe(true);
  }
  expect(hasRight({ role: 'cashier', mayNot: ['delete'] }, 'discount')).toBe(true);
});
