import type { Minor } from './money.ts';

/** One thing the shop sells. Rebuilt from a file at any time; nothing here is money owed. */
export interface Product {
  readonly id: string;
  /** Shop's own article number; empty when it has none. */
  readonly sku: string;
  /** GTIN or shop code, digits; empty when the product has none. */
  readonly barcode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** The id of a `Category`. */
  readonly category: string;
  /** Price of one unit, as on the shelf (tax inclusive or exclusive by shop setting). */
  readonly priceMinor: Minor;
  /** Hundredths of a percent: 1300 = 13 %. */
  readonly taxBasisPoints: number;
  /** `piece` is counted, `kg` is weighed (quantity in grams). */
  readonly unit: 'piece' | 'kg';
}

/** A shelf of the shop, in the order in which the register shows them. */
export interface Category {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Not a shelf but a choice from all of them: what is sold most. No product has it as category. */
export const FAVOURITES: Category = { id: 'favourites', nameZh: '常用', nameEn: 'Favourites' };

/** Where a product stands whose file names no category. */
export const OTHER_CATEGORY: Category = { id: 'other', nameZh: '其他', nameEn: 'Other' };

/** Shelves that are known in both languages, however a file names them. */
export const KNOWN_CATEGORIES: readonly Category[] = [
  { id: 'drinks', nameZh: '饮料', nameEn: 'Drinks' },
  { id: 'snacks', nameZh: '零食', nameEn: 'Snacks' },
  { id: 'staples', nameZh: '粮油', nameEn: 'Staples' },
  { id: 'household', nameZh: '日用', nameEn: 'Household' },
  { id: 'tobacco-wine', nameZh: '烟酒', nameEn: 'Tobacco & wine' },
  { id: 'weighed', nameZh: '称重', nameEn: 'Weighed' },
  { id: 'services', nameZh: '服务', nameEn: 'Services' },
  OTHER_CATEGORY,
];
