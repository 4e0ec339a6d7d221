import fc from 'fast-check';
import { expect, it } from 'vitest';
import { minor } from './money.ts';
import { taxed } from './tax.ts';

const price = fc.nat(10 ** 10).map(minor);
const rate = fc.integer({ min: 0, max: 10_000 });

it('I1 inclusive: the customer pays the shelf price, and net and tax in it fit to the fen', () => {
  fc.assert(
    fc.property(price, rate, (priceMinor, basisPoints) => {
      const { amountMinor, taxMinor } = taxed(priceMinor, basisPoints, 'inclusive');
      expect(amountMinor).toBe(priceMinor);
      const net = amountMinor - taxMinor;
      expect(net).toBeGreaterThanOrEqual(0);
      expect(taxMinor).toBeGreaterThanOrEqual(0);
      // Tax on the net is the tax that was found, but for the half fen of the one rounding.
      expect(Math.abs((net * basisPoints) / 10_000 - taxMinor)).toBeLessThanOrEqual(1);
    }),
  );
});

it('I1 exclusive: price plus tax is what the customer pays', () => {
  fc.assert(
    fc.property(price, rate, (priceMinor, basisPoints) => {
      const { amountMinor, taxMinor } = taxed(priceMinor, basisPoints, 'exclusive');
      expect(amountMinor - taxMinor).toBe(priceMinor);
      expect(Math.abs((priceMinor * basisPoints) / 10_000 - taxMinor)).toBeLessThanOrEqual(0.5);
    }),
  );
});

it('a dearer price or a higher rate never makes less tax', () => {
  const more = fc.nat(1000);
  fc.assert(
    fc.property(price, rate, more, fc.constantFrom('inclusive', 'exclusive'), (p, r, d, mode) => {
      const tax = taxed(p, r, mode).taxMinor;
      expect(taxed(minor(p + d), r, mode).taxMinor).toBeGreaterThanOrEqual(tax);
      expect(taxed(p, Math.min(10_000, r + d), mode).taxMinor).toBeGreaterThanOrEqual(tax);
    }),
  );
});

it('no rate, no tax', () => {
  expect(taxed(minor(999), 0, 'inclusive')).toEqual(taxed(minor(999), 0, 'exclusive'));
});
