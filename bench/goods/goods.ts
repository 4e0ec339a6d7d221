import { checkDigitFor } from '../../shared/domain/barcode.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';
import { createChance, type Chance } from './chance.ts';
import {
  BRAND_CHARACTERS,
  BRAND_SYLLABLES,
  BRANDS,
  FLAVOURS,
  KINDS,
  SIZES,
  UNITS,
  type Word,
} from './words.ts';

const BRAND_COUNT = 900;
const SEED = 1;

/** Made-up goods as a large shop has them: some brands often, most of them seldom, many variants. */
export function makeGoods(count: number): readonly Product[] {
  const chance = createChance(SEED);
  const brands = [...BRANDS];
  while (brands.length < BRAND_COUNT) brands.push(aBrand(chance));
  return Array.from({ length: count }, (_, index) => aProduct(chance, brands, index));
}

function aBrand({ between, oneOf }: Chance): Word {
  const some = (parts: readonly string[]): string =>
    Array.from({ length: between(2, 3) }, () => oneOf(parts)).join('');
  const zh = some(BRAND_CHARACTERS);
  const en = some(BRAND_SYLLABLES);
  return [zh, `${en.slice(0, 1).toUpperCase()}${en.slice(1)}`];
}

function aProduct(chance: Chance, brands: readonly Word[], index: number): Product {
  const [brandZh, brandEn] = chance.oneOfTheFirst(brands);
  const [kindZh, kindEn] = chance.oneOf(KINDS);
  const [flavourZh, flavourEn] = chance.oneOf(FLAVOURS);
  const size = sizeOf(chance);
  return {
    id: String(index),
    sku: `${chance.oneOf(['A', 'B', 'C', 'K', 'S'])}${10_000 + index}`,
    barcode: barcodeOf(index),
    nameZh: `${brandZh}${flavourZh}${kindZh} ${size}`,
    nameEn: [brandEn, flavourEn, kindEn, size].filter((part) => part !== '').join(' '),
    category: 'other',
    priceMinor: minor(450),
    taxBasisPoints: 1300,
    unit: 'piece',
  };
}

function sizeOf({ oneOf, share }: Chance): string {
  const size = oneOf(SIZES);
  const unit = oneOf(UNITS);
  const large = unit === 'kg' || unit === 'L';
  const times = share() < 0.15 ? ` × ${oneOf([2, 3, 4, 6, 12])}` : '';
  return `${large ? (size % 50) / 10 + 0.5 : size} ${unit}${times}`;
}

/** Thirteen digits that are in no order, each another, with a true check digit. */
export function barcodeOf(index: number): string {
  const digits = `69${String(((index + 1) * 7_368_787) % 10_000_000_019).padStart(10, '0')}`;
  return `${digits}${checkDigitFor(digits)}`;
}
