import { pinyin } from 'pinyin-pro';
import type { Product } from '../../shared/domain/product.ts';
import type { ProductList } from './catalogue-ports.ts';
import {
  createSearchField,
  matchesIn,
  textOf,
  type Fit,
  type SearchField,
} from './search-field.ts';

/**
 * Finds products by what a cashier types: a code, the beginning of a name in either language, its
 * pinyin initials (`nfsq` → 农夫山泉) or full pinyin, any part of a name, or several such words.
 *
 * The whole catalogue is held in a few long strings (`search-field.ts`), ranked by walking through
 * them in order of how good a match is and stopping when the screen is full. Measured beside
 * FlexSearch on 100,000 products (docs/decisions/0005-product-search.md): slower on the beginning
 * of a word, faster on Chinese, and it finds the middle of words and of initials too.
 */
export interface ProductSearch {
  readonly find: (query: string, limit: number) => ProductList;
}

/** Takes the catalogue slice by slice, so that whoever builds can do other work in between. */
export function createSearchBuilder(): {
  readonly add: (products: readonly Product[]) => void;
  readonly finish: () => ProductSearch;
} {
  const products: Product[] = [];
  const texts: Readonly<Record<FieldName, string[]>> = {
    barcode: [],
    sku: [],
    nameZh: [],
    nameEn: [],
    initials: [],
    spelling: [],
  };
  return {
    add: (more) => {
      for (const product of more) {
        products.push(product);
        texts.barcode.push(searchable(product.barcode));
        texts.sku.push(searchable(product.sku));
        texts.nameZh.push(searchable(product.nameZh));
        texts.nameEn.push(searchable(product.nameEn));
        const { initials, spelling } = inPinyin(searchable(product.nameZh));
        texts.initials.push(initials);
        texts.spelling.push(spelling);
      }
    },
    finish: () => {
      const fields: Fields = {
        barcode: createSearchField(texts.barcode),
        sku: createSearchField(texts.sku),
        nameZh: createSearchField(texts.nameZh),
        nameEn: createSearchField(texts.nameEn),
        initials: createSearchField(texts.initials),
        spelling: createSearchField(texts.spelling),
      };
      return { find: (query, limit) => find(products, fields, query, limit) };
    },
  };
}

type FieldName = 'barcode' | 'sku' | 'nameZh' | 'nameEn' | 'initials' | 'spelling';
type Fields = Readonly<Record<FieldName, SearchField>>;

/** Best first. The last four digits of a barcode are what is legible on a torn label. */
const RANKING: readonly (readonly [FieldName, Fit])[] = [
  ['barcode', 'whole'],
  ['sku', 'whole'],
  ['nameZh', 'beginning'],
  ['nameEn', 'beginning'],
  ['initials', 'beginning'],
  ['spelling', 'beginning'],
  ['barcode', 'beginning'],
  ['sku', 'beginning'],
  ['nameEn', 'word'],
  ['nameZh', 'anywhere'],
  ['nameEn', 'anywhere'],
  ['initials', 'anywhere'],
  ['spelling', 'anywhere'],
  ['barcode', 'end'],
];

function find(
  products: readonly Product[],
  fields: Fields,
  query: string,
  limit: number,
): ProductList {
  const wanted = searchable(query);
  if (wanted === '') return { products: [], hasMore: false };
  // One more than is shown tells that there is more.
  const found = new Set<number>();
  const isFull = (): boolean => found.size > limit;
  collect(fields, wanted, found, isFull, () => true);
  const words = wanted.split(' ').sort((a, b) => b.length - a.length);
  const [longest = '', ...others] = words;
  if (others.length > 0 && !isFull()) {
    collect(fields, longest, found, isFull, (product) =>
      others.every((word) => contains(fields, product, word)),
    );
  }
  const shown = [...found].slice(0, limit).flatMap((index) => products[index] ?? []);
  return { products: shown, hasMore: isFull() };
}

function collect(
  fields: Fields,
  needle: string,
  found: Set<number>,
  isFull: () => boolean,
  accepts: (product: number) => boolean,
): void {
  for (const [field, fit] of RANKING) {
    for (const product of matchesIn(fields[field], needle, fit)) {
      if (accepts(product)) found.add(product);
      if (isFull()) return;
    }
  }
}

function contains(fields: Fields, product: number, word: string): boolean {
  return Object.values(fields).some((field) => textOf(field, product).includes(word));
}

/** Full-width letters, capitals and runs of spaces make no difference. */
function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
}

/** `农夫山泉 550 ml` → `nfsq550ml` and `nongfushanquan550ml`; the reading of 行 depends on its word. */
function inPinyin(name: string): { readonly initials: string; readonly spelling: string } {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true });
  let initials = '';
  let spelling = '';
  for (const syllable of syllables) {
    const bare = syllable.trim();
    // What is not Chinese comes back sign by sign, as it was.
    initials += bare.slice(0, 1);
    spelling += bare;
  }
  return { initials, spelling };
}
