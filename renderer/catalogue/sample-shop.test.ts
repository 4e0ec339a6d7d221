import { describe, expect, it } from 'vitest';
import { hasRightCheckDigit } from '../../shared/domain/barcode.ts';
import { isPayable } from '../../shared/domain/money.ts';
import { loadNameReader } from '../services/catalogue/search/reading.ts';
import {
  SAMPLE_CATEGORIES,
  SAMPLE_ENTRIES,
  SAMPLE_FAVOURITE_IDS,
  SAMPLE_PRODUCTS,
} from './sample-shop.ts';

describe('the sample shop', () => {
  it('has about two hundred goods, each with a code of its own in the shop range', () => {
    expect(SAMPLE_PRODUCTS.length).toBeGreaterThanOrEqual(200);
    for (const unique of ['barcode', 'sku', 'nameZh', 'nameEn'] as const) {
      expect(new Set(SAMPLE_PRODUCTS.map((product) => product[unique])).size).toBe(
        SAMPLE_PRODUCTS.length,
      );
    }
    for (const { barcode } of SAMPLE_PRODUCTS) {
      expect(barcode).toMatch(/^2\d{12}$/);
      expect(hasRightCheckDigit(barcode)).toBe(true);
    }
  });

  it('keeps the codes and prices that shelf labels already carry', () => {
    const labels = SAMPLE_PRODUCTS.slice(0, 2).map(({ barcode, nameZh, priceMinor }) => [
      barcode,
      nameZh,
      priceMinor,
    ]);
    expect(labels).toEqual([
      ['2000000000015', '农夫山泉 550 ml', 200],
      ['2000000000022', '可口可乐 330 ml', 300],
    ]);
  });

  it('is read as an imported list would be', async () => {
    const read = await loadNameReader();
    for (const { product, reading } of SAMPLE_ENTRIES) expect(reading).toBe(read(product.nameZh));
  });

  it('has seven shelves and favourites, every rate of tax, and goods by weight', () => {
    const shelves = new Set(SAMPLE_PRODUCTS.map(({ category }) => category));
    expect([...shelves].sort()).toEqual(SAMPLE_CATEGORIES.map(({ id }) => id).sort());
    expect(shelves.size).toBe(7);
    expect(SAMPLE_FAVOURITE_IDS).toHaveLength(20);
    expect(new Set(SAMPLE_PRODUCTS.map(({ taxBasisPoints }) => taxBasisPoints))).toEqual(
      new Set([1300, 900, 600, 0]),
    );
    expect(SAMPLE_PRODUCTS.every(({ priceMinor }) => isPayable(priceMinor))).toBe(true);
    expect(SAMPLE_PRODUCTS.filter(({ unit }) => unit === 'kg').length).toBeGreaterThan(20);
  });
});
