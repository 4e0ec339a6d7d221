import { Charset, Encoder, Index } from 'flexsearch';

/** One product in the texts it is to be found by. */
export interface IndexedTexts {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly initials: string;
  readonly spelling: string;
  readonly barcode: string;
  readonly sku: string;
}

const CHINESE = /\p{Script=Han}/u;

/**
 * FlexSearch for the same purpose in its fastest way: the beginnings of words in one index for
 * whatever is typed in letters and digits, every character in another for Chinese, and each query
 * asks one of them. (A document with a field for each text asks all of them.)
 */
export function createGoodsIndex(products: readonly IndexedTexts[]) {
  // As they come it cuts numbers into threes, and then no barcode is found by its beginning.
  const encoder = new Encoder({ ...Charset.Normalize, numeric: false });
  const letters = new Index({ tokenize: 'forward', encoder });
  const characters = new Index({ tokenize: 'forward', encoder: Charset.CJK });
  for (const [id, product] of products.entries()) {
    const { nameZh, nameEn, initials, spelling, barcode, sku } = product;
    letters.add(id, `${nameEn} ${initials} ${spelling} ${barcode} ${sku}`);
    characters.add(id, nameZh);
  }
  return (query: string, limit: number): readonly number[] =>
    (CHINESE.test(query) ? characters : letters).search(query, { limit }) as number[];
}
