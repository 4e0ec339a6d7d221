import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { present } from '../lib/assert.ts';
import { EMPTY_CART, NO_DISCOUNT } from './cart.ts';
import { minor } from './money.ts';
import { priceCart } from './pricing.ts';
import { returnedOf, worthOf } from './returned-goods.ts';
import type { SaleLine } from './sale.ts';

const someLine: fc.Arbitrary<SaleLine> = fc
  .record({
    price: fc.integer({ min: 1, max: 1_000_000 }),
    pieces: fc.integer({ min: 1, max: 50 }),
    basisPoints: fc.integer({ min: 1, max: 9_999 }),
  })
  .map(({ price, pieces, basisPoints }) => {
    const names = { id: 'tea', sku: '', barcode: '', nameZh: '茶', nameEn: 'Tea', category: '' };
    const priceMinor = minor(price);
    const product = { ...names, priceMinor, taxBasisPoints: 1_300, unit: 'piece' } as const;
    const line = { lineId: 'l', product, quantityMilli: pieces * 1000, note: '' };
    const saleDiscount = { kind: 'percent', basisPoints } as const;
    const lines = [{ ...line, discount: NO_DISCOUNT }];
    return present(priceCart({ ...EMPTY_CART, lines, saleDiscount }, 'inclusive').lines[0], 'it');
  });

it('A20 goods come back at what was paid for them: all of a line is its whole amount', () => {
  fc.assert(
    fc.property(someLine, (line) => {
      expect(returnedOf(line, line.quantityMilli).amountMinor).toBe(line.amountMinor);
    }),
  );
});

it('A20 a part is worth its share to half a unit, and with the rest no more than a unit beside all', () => {
  fc.assert(
    fc.property(someLine, fc.nat(), (line, drawn) => {
      const pieces = line.quantityMilli / 1000;
      const part = (1 + (drawn % pieces)) * 1000;
      const returned = returnedOf(line, part);
      const exact = (line.amountMinor * part) / line.quantityMilli;
      expect(Math.abs(returned.amountMinor - exact)).toBeLessThanOrEqual(0.5);
      const rest = line.quantityMilli - part;
      const both = worthOf(rest === 0 ? [returned] : [returned, returnedOf(line, rest)]);
      expect(Math.abs(both - line.amountMinor)).toBeLessThanOrEqual(1);
    }),
  );
});
