import type { Product } from '../../../shared/domain/product.ts';
import { present } from '../../../shared/lib/assert.ts';
import { SHOWN_AT_MOST, type ProductList, type ReadEntry } from './catalogue-ports.ts';
import { collect, countOf, isFoundBy, isFull, visitAll, type Hits } from './search/gram-look-up.ts';
import { growTree, type GramTree } from './search/gram-tree.ts';
import { needlesFor, type Needles } from './search/needle.ts';
import { addTo, createProductSet, emptyOf, isIn } from './search/product-set.ts';
import { searchable, typedReading } from './search/reading.ts';
import {
  beginningPlaces,
  createSearchText,
  innerPlaces,
  type FieldTexts,
  type SearchText,
} from './search/search-text.ts';

/**
 * Finds products by what a cashier types: a code, the beginning of a name in either language, its
 * pinyin initials (`nfsq` → 农夫山泉) or full pinyin, any part of a name, or several such words.
 *
 * Everything that can be found is one long text (`search-text.ts`), and two trees know where what
 * stands in it (`gram-tree.ts`): one the beginnings of names and codes, one what is inside names.
 * A query is a handful of look-ups in them, in order of how good a match is: the whole code, a
 * beginning, the beginning of a word, anywhere, the end of a barcode. They end when the screen is
 * full. Held against a plain look at every product in the tests, and measured beside FlexSearch
 * (docs/decisions/0005-product-search.md).
 */
export interface ProductSearch {
  readonly find: (query: string, limit: number) => ProductList;
}

/** Takes the catalogue slice by slice, so that whoever builds can do other work in between. */
export function createSearchBuilder(): {
  readonly add: (entries: readonly ReadEntry[]) => void;
  readonly finish: () => ProductSearch;
} {
  const products: Product[] = [];
  const texts: FieldTexts = {
    nameZh: [],
    nameEn: [],
    initials: [],
    spelling: [],
    barcode: [],
    sku: [],
  };
  return {
    add: (entries) => {
      for (const { product, reading } of entries) {
        products.push(product);
        const { initials, spelling } = typedReading(reading);
        texts.nameZh.push(searchable(product.nameZh));
        texts.nameEn.push(searchable(product.nameEn));
        texts.initials.push(initials);
        texts.spelling.push(spelling);
        texts.barcode.push(searchable(product.barcode));
        texts.sku.push(searchable(product.sku));
      }
    },
    finish: () => createSearch(products, createSearchText(texts)),
  };
}

/** How a tree grows: small leaves are soon read, but a fork has to remember what it leads to. */
const BEGINNINGS = { leafSize: 16, maxDepth: 32 };
const MIDDLES = { leafSize: 64, maxDepth: 32 };

interface Index {
  readonly text: SearchText;
  readonly beginnings: GramTree;
  readonly middles: GramTree;
}

function createSearch(products: readonly Product[], text: SearchText): ProductSearch {
  const index: Index = {
    text,
    beginnings: growTree(text, beginningPlaces(text), BEGINNINGS),
    middles: growTree(text, innerPlaces(text), MIDDLES),
  };
  // Most of what is typed is the beginning of something that very many goods begin with.
  const beginnings = Array.from(index.beginnings.heads, (product) => at(products, product));
  const seen = createProductSet(products.length);
  // One more than is shown tells that there is more.
  const usual = new Uint32Array(SHOWN_AT_MOST + 1);

  return {
    find: (query, limit) => {
      const wanted = searchable(query);
      if (wanted === '') return { products: [], hasMore: false };
      const room = limit === SHOWN_AT_MOST ? usual : new Uint32Array(limit + 1);
      const hits: Hits = { products: room, count: 0, head: null, seen, fits: null, mayFit: null };
      collectBestFirst(index, needlesFor(wanted), hits);
      if (wanted.includes(' ') && !isFull(hits)) collectByWords(index, wanted, hits);
      const shown = namedBy(hits, limit);
      forgetSeen(hits);
      return { products: shown, hasMore: hits.count > limit };
    },
  };

  function namedBy({ products: found, count, head }: Hits, limit: number): Product[] {
    const length = Math.min(count, limit);
    if (head?.tree === index.beginnings) return beginnings.slice(head.from, head.from + length);
    const places = head === null ? found : head.tree.heads.subarray(head.from);
    const shown: Product[] = [];
    // All its room at once: to grow by one product after another takes longer than to find them.
    shown.length = length;
    for (let i = 0; i < length; i += 1) shown[i] = at(products, places[i] ?? 0);
    return shown;
  }
}

/** Whoever fits in only was looked at without being found, and nobody wrote down who that was. */
function forgetSeen({ seen, products, count, head, fits }: Hits): void {
  if (head !== null) return;
  if (fits === null) emptyOf(seen, products, count);
  else seen.fill(0);
}

function at(products: readonly Product[], place: number): Product {
  return present(products[place], 'a product that was found');
}

function collectBestFirst(
  { text, beginnings, middles }: Index,
  { whole, plain, word, ending }: Needles,
  hits: Hits,
): void {
  collect(text, beginnings, whole, hits);
  collect(text, beginnings, plain, hits);
  collect(text, middles, word, hits);
  collect(text, middles, plain, hits);
  collect(text, beginnings, ending, hits);
}

/** So many times as many products must have one word as another, for that one to be asked first. */
const MUCH_RARER = 4;

/** Products in which every word is found, in the order in which the longest of them finds them. */
function collectByWords(index: Index, wanted: string, hits: Hits): void {
  const { text } = index;
  const [longest, ...others] = wanted
    .split(' ')
    .sort((a, b) => b.length - a.length)
    .map(needlesFor)
    .map((needles) => ({ needles, count: countAll(index, needles) }));
  if (longest === undefined) return;
  others.sort((a, b) => a.count - b.count);
  const [rarest] = others;
  const mayFit =
    rarest !== undefined && rarest.count * MUCH_RARER < longest.count
      ? chosenBy(index, rarest.needles)
      : null;
  hits.mayFit = mayFit;
  hits.fits = (product) =>
    (mayFit === null || mayFit(product)) &&
    others.every(({ needles }) => isFoundBy(text, product, needles));
  collectBestFirst(index, longest.needles, hits);
}

/** Looks for all that a rare word finds at once, and not for the word in each of very many. */
function chosenBy(index: Index, needles: Needles): (product: number) => boolean {
  const chosen = createProductSet(index.text.productCount);
  visitByWord(index, needles, (product) => addTo(chosen, product));
  return (product) => isIn(chosen, product);
}

function countAll({ beginnings, middles }: Index, { plain, ending }: Needles): number {
  return countOf(beginnings, plain) + countOf(middles, plain) + countOf(beginnings, ending);
}

function visitByWord(
  { text, beginnings, middles }: Index,
  { plain, ending }: Needles,
  visit: (product: number) => void,
): void {
  visitAll(text, beginnings, plain, visit);
  visitAll(text, middles, plain, visit);
  visitAll(text, beginnings, ending, visit);
}
