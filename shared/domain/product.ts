import type { Minor } from './money.ts';

/** One thing the shop sells. Rebuilt from a file at any time; nothing here is money owed. */
export interface Product {
  readonly id: string;
  /** Shop's own article number. */
  readonly sku: string;
  /** GTIN or shop code, digits; empty when the product has none. */
  readonly barcode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly category: string;
  /** Price of one unit, as on the shelf (tax inclusive or exclusive by shop setting). */
  readonly priceMinor: Minor;
  /** Hundredths of a percent: 1300 = 13 %. */
  readonly taxBasisPoints: number;
  /** `piece` is counted, `kg` is weighed (quantity in grams). */
  readonly unit: 'piece' | 'kg';
}
