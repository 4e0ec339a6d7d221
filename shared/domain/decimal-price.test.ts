import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrice } from './decimal-price.ts';

describe('a price from a file', () => {
  it.each([
    ['3.50', 350],
    ['3.5', 350],
    ['3', 300],
    ['0.01', 1],
    ['0.29', 29],
    ['1.10', 110],
    ['￥3.50', 350],
    ['¥ 3.50', 350],
    ['3.50元', 350],
    ['CNY 3.50', 350],
    ['３．５０', 350],
    ['1,234.50', 123_450],
    ['12,345,678', 1_234_567_800],
    ['007', 700],
    ['9999999999.99', 999_999_999_999],
  ])('%s is %i minor units', (written, amountMinor) => {
    expect(parsePrice(written)).toEqual({ ok: true, value: amountMinor });
  });

  it.each([
    ['', 'price-missing'],
    ['  ', 'price-missing'],
    ['￥', 'price-missing'],
    ['0', 'price-zero'],
    ['0.00', 'price-zero'],
    ['-1', 'price-negative'],
    ['−1', 'price-negative'],
    ['-0.01', 'price-negative'],
    ['1000000000000', 'price-too-large'],
    ['10000000000.00', 'price-too-large'],
    ['9'.repeat(400), 'price-too-large'],
    ['1.005', 'price-too-fine'],
    ['1.500', 'price-too-fine'],
    ['1e3', 'price-not-decimal'],
    ['0x10', 'price-not-decimal'],
    ['3,50', 'price-not-decimal'],
    ['1,2345', 'price-not-decimal'],
    ['1.2.3', 'price-not-decimal'],
    ['.5', 'price-not-decimal'],
    ['=1+1', 'price-not-decimal'],
    ['$3', 'price-not-decimal'],
    ['NaN', 'price-not-decimal'],
    ['Infinity', 'price-not-decimal'],
    ['三元', 'price-not-decimal'],
  ])('%j is refused as %s', (written, fault) => {
    expect(parsePrice(written)).toEqual({ ok: false, error: fault });
  });

  it('every amount that can be written comes back exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (amountMinor) => {
        const text = String(amountMinor).padStart(3, '0');
        const written = `${text.slice(0, -2)}.${text.slice(-2)}`;
        expect(parsePrice(written)).toEqual({ ok: true, value: amountMinor });
      }),
    );
  });
});
