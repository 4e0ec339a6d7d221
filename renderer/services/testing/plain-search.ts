import type { Product } from '../../../shared/domain/product.ts';
import { loadNameReader, searchable, typedReading } from '../catalogue/search/reading.ts';

const read = await loadNameReader();

/**
 * The search as it is meant, without any haste: every product is looked at for every query. What
 * the real one (`catalogue-search.ts`) is held against.
 */
export function plainSearch(products: readonly Product[], query: string): Product[] {
  const shelf = products.map((product) => ({ product, texts: textsOf(product) }));
  const wanted = searchable(query);
  if (wanted === '') return [];
  const words = wanted.split(' ').sort((a, b) => b.length - a.length);
  const [longest = '', ...others] = words;
  const byWords = shelf.filter(({ texts }) => others.every((word) => isIn(texts, word)));
  const found = ranked(shelf, wanted);
  return [...new Set(words.length > 1 ? [...found, ...ranked(byWords, longest)] : found)];
}

type Texts = Readonly<
  Record<'nameZh' | 'nameEn' | 'initials' | 'spelling' | 'barcode' | 'sku', string>
>;
interface Shelved {
  readonly product: Product;
  readonly texts: Texts;
}

const NAMES = ['nameZh', 'nameEn', 'initials', 'spelling'] as const;
const CODES = ['barcode', 'sku'] as const;

/** How a needle can fit into one text of a product, best first. */
const RANKING: readonly (readonly [
  readonly (keyof Texts)[],
  (text: string, needle: string) => boolean,
])[] = [
  [CODES, (text, needle) => text === needle],
  [[...NAMES, ...CODES], (text, needle) => text.startsWith(needle)],
  [['nameZh', 'nameEn'], (text, needle) => text.includes(` ${needle}`)],
  [NAMES, (text, needle) => text.includes(needle)],
  [['barcode'], (text, needle) => text.endsWith(needle)],
];

/** Within one fit and field the shorter text first, within a length as in the shop's file. */
function ranked(shelf: readonly Shelved[], needle: string): Product[] {
  return RANKING.flatMap(([fields, fits]) =>
    fields.flatMap((field) =>
      shelf
        .filter(({ texts }) => texts[field] !== '' && fits(texts[field], needle))
        .sort((a, b) => a.texts[field].length - b.texts[field].length)
        .map(({ product }) => product),
    ),
  );
}

function isIn(texts: Texts, word: string): boolean {
  return RANKING.some(([fields, fits]) => fields.some((field) => fits(texts[field], word)));
}

function textsOf({ nameZh, nameEn, barcode, sku }: Product): Texts {
  const name = searchable(nameZh);
  return {
    nameZh: name,
    nameEn: searchable(nameEn),
    ...typedReading(read(nameZh)),
    barcode: searchable(barcode),
    sku: searchable(sku),
  };
}
