import { checkDigitFor } from '../../shared/domain/barcode.ts';
import { minor } from '../../shared/domain/money.ts';
import { KNOWN_CATEGORIES, type Category, type Product } from '../../shared/domain/product.ts';
import type { ReadEntry } from '../services/catalogue/catalogue-ports.ts';
import { SAMPLE_GOODS } from './sample-goods.ts';

/**
 * The sample shop of the first start. Its codes lie in the range 20–29, which GS1 leaves to every
 * shop for its own use: they can never be mistaken for goods that somebody really sells.
 */
export const SAMPLE_ENTRIES: readonly ReadEntry[] = Object.entries(SAMPLE_GOODS).flatMap(
  ([category, rows]) =>
    rows.map(([number, nameZh, reading, nameEn, priceMinor, taxPercent]): ReadEntry => {
      const weighed = category === 'weighed';
      const barcode = weighed ? scaleBarcode(number) : shopBarcode(number);
      const product: Product = {
        id: barcode,
        sku: weighed ? `W${String(number).padStart(4, '0')}` : String(number).padStart(5, '0'),
        barcode,
        nameZh,
        nameEn,
        category,
        priceMinor: minor(priceMinor),
        taxBasisPoints: taxPercent * 100,
        unit: weighed ? 'kg' : 'piece',
      };
      return { product, reading };
    }),
);

export const SAMPLE_PRODUCTS: readonly Product[] = SAMPLE_ENTRIES.map(({ product }) => product);

export const SAMPLE_CATEGORIES: readonly Category[] = KNOWN_CATEGORIES.filter(
  ({ id }) => SAMPLE_GOODS[id] !== undefined,
);

const FAVOURITE_NAMES =
  '农夫山泉 550 ml, 可口可乐 330 ml, 纯牛奶 250 ml, 红牛 250 ml, 柚子绿茶, 红烧牛肉面, 原味薯片, ' +
  '夹心饼干, 鸡蛋 10 枚, 红富士苹果, 香蕉, 五常大米 5 kg, 花生油 1.8 L, 抽纸 3 包, ' +
  '电池 5 号 4 粒, 雨伞, 充电线, 口罩 10 片, 代收快递, 手机话费 50 元';

export const SAMPLE_FAVOURITE_IDS: readonly string[] = FAVOURITE_NAMES.split(', ').flatMap((name) =>
  SAMPLE_PRODUCTS.filter(({ nameZh }) => nameZh === name).map(({ id }) => id),
);

/** Stored with the catalogue: a till that still shows an older sample shop gets the new one. */
export const SAMPLE_EDITION = 'sample-shop 2';

function shopBarcode(number: number): string {
  const before = `20${String(number).padStart(10, '0')}`;
  return `${before}${checkDigitFor(before)}`;
}

/** What a scale prints, with the weight left at zero (`scale-barcode.ts`). */
function scaleBarcode(number: number): string {
  const before = `21${String(number).padStart(5, '0')}00000`;
  return `${before}${checkDigitFor(before)}`;
}
