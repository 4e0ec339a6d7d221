import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../lib/result.ts';
import {
  addProduct,
  EMPTY_CART,
  MAX_NOTE_LENGTH,
  MAX_QUANTITY_MILLI,
  removeLine,
  setLineDiscount,
  setLineNote,
  setQuantity,
  setSaleDiscount,
  setSaleNote,
  type Cart,
  type CartFault,
  type Discount,
} from './cart.ts';
import { MAX_AMOUNT_MINOR, minor } from './money.ts';
import type { Product } from './product.ts';

function product(id: string, priceMinor = 200): Product {
  return {
    id,
    sku: id,
    barcode: id,
    nameZh: id,
    nameEn: id,
    category: '',
    priceMinor: minor(priceMinor),
    taxBasisPoints: 0,
    unit: 'piece',
  };
}

type Step = (cart: Cart, newLineId: string) => Result<Cart, CartFault>;

const lineId = fc.integer({ min: 0, max: 30 }).map(String);
const anyQuantity = fc.oneof(
  fc.integer({ min: -5, max: 3 * MAX_QUANTITY_MILLI }),
  fc.double(),
  fc.constant(MAX_QUANTITY_MILLI),
);
const anyDiscount: fc.Arbitrary<Discount> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({
    kind: fc.constant('percent' as const),
    basisPoints: fc.oneof(fc.integer({ min: -10, max: 20_000 }), fc.double()),
  }),
  fc.record({
    kind: fc.constant('amount' as const),
    amountMinor: fc.integer({ min: -10, max: 2 * MAX_AMOUNT_MINOR }).map(minor),
  }),
);
const anyNote = fc.string({ maxLength: MAX_NOTE_LENGTH + 20 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('water', 'tea', 'rice'), anyQuantity).map<Step>(
    ([id, quantity]) =>
      (cart, newId) =>
        addProduct(cart, product(id), quantity, newId),
  ),
  fc.tuple(lineId, anyQuantity).map<Step>(
    ([id, quantity]) =>
      (cart) =>
        setQuantity(cart, id, quantity),
  ),
  fc.tuple(lineId, anyDiscount).map<Step>(
    ([id, d]) =>
      (cart) =>
        setLineDiscount(cart, id, d),
  ),
  fc.tuple(lineId, anyNote).map<Step>(
    ([id, note]) =>
      (cart) =>
        setLineNote(cart, id, note),
  ),
  lineId.map<Step>((id) => (cart) => removeLine(cart, id)),
  anyDiscount.map<Step>((discount) => (cart) => setSaleDiscount(cart, discount)),
  anyNote.map<Step>((note) => (cart) => setSaleNote(cart, note)),
);

function isInRange(discount: Discount): boolean {
  if (discount.kind === 'none') return true;
  if (discount.kind === 'amount') {
    return discount.amountMinor > 0 && discount.amountMinor < MAX_AMOUNT_MINOR;
  }
  const { basisPoints } = discount;
  return Number.isInteger(basisPoints) && basisPoints > 0 && basisPoints <= 10_000;
}

describe('whatever the cashier does to a cart', () => {
  it('A03 quantity, discount and note stay in range, and the keys act on a line that is there', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        let cart = EMPTY_CART;
        for (const [i, step] of steps.entries()) {
          const next = step(cart, String(i));
          if (!next.ok) continue;
          cart = next.value;
          const ids = cart.lines.map((line) => line.lineId);
          expect(new Set(ids).size).toBe(ids.length);
          if (ids.length > 0) expect(cart.activeLineId).not.toBeNull();
          if (cart.activeLineId !== null) expect(ids).toContain(cart.activeLineId);
          expect([cart.saleDiscount, ...cart.lines.map((l) => l.discount)].every(isInRange)).toBe(
            true,
          );
          for (const { quantityMilli, note } of [...cart.lines, { ...cart, quantityMilli: 1 }]) {
            expect(Number.isInteger(quantityMilli)).toBe(true);
            expect(quantityMilli).toBeGreaterThan(0);
            expect(quantityMilli).toBeLessThanOrEqual(MAX_QUANTITY_MILLI);
            expect(note.length).toBeLessThanOrEqual(MAX_NOTE_LENGTH);
          }
        }
      }),
    );
  });

  it('A25 the same code N times is N pieces, in whatever order other codes come between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('water', 'tea', 'rice'), { minLength: 1, maxLength: 60 }),
        (scans) => {
          const cart = scans.reduce((before, id, i) => {
            const next = addProduct(before, product(id), 1000, String(i));
            return next.ok ? next.value : before;
          }, EMPTY_CART);
          for (const id of new Set(scans)) {
            const pieces = cart.lines
              .filter((line) => line.product.id === id)
              .map((line) => line.quantityMilli / 1000);
            expect(pieces).toEqual([scans.filter((scan) => scan === id).length]);
          }
        },
      ),
    );
  });

  it('A25 a scan that would go beyond the most possible leaves the cart as it was', () => {
    const full = addProduct(EMPTY_CART, product('water'), MAX_QUANTITY_MILLI, 'a');
    expect(full.ok && addProduct(full.value, product('water'), 1000, 'b')).toEqual({
      ok: false,
      error: 'quantity-out-of-range',
    });
  });

  it('a price that has changed in between makes a line of its own', () => {
    const first = addProduct(EMPTY_CART, product('water', 200), 1000, 'a');
    const second = first.ok ? addProduct(first.value, product('water', 250), 1000, 'b') : first;
    expect(second.ok && second.value.lines.map((line) => line.product.priceMinor)).toEqual([
      200, 250,
    ]);
  });

  it('removing the first line makes the next one the active one, the last one none', () => {
    const two = ['water', 'tea'].reduce((cart, id) => {
      const next = addProduct(cart, product(id), 1000, id);
      return next.ok ? next.value : cart;
    }, EMPTY_CART);
    const one = removeLine(two, 'water');
    expect(one.ok && one.value.activeLineId).toBe('tea');
    const none = one.ok ? removeLine(one.value, 'tea') : one;
    expect(none.ok && none.value).toMatchObject({ lines: [], activeLineId: null });
  });
});
