import type { Product } from '../../shared/domain/product.ts';
import { present } from '../../shared/lib/assert.ts';
import { SHOWN_AT_MOST, type CatalogueEntry } from '../services/catalogue/catalogue-ports.ts';

/**
 * A catalogue as it lies in the database: pieces of many products each. A row costs a tenth of a
 * millisecond to write whatever it holds, so that a hundred thousand rows were the import's time
 * (decision 20). The products stand in each piece themselves, and the number of the piece follows
 * from the code: a scan goes to the database once, and not again for where it was led to.
 *
 * - `page`: the order of the shop's file, with readings; slices of it prepare the search.
 * - `code`: by barcode and by id, which in an imported file are the same, spread by their hash.
 * - `shelf`: by category, as many of its products as the register shows, and one more. Several
 *   small ones stand together, and the piece is known by the last of them.
 */
export type PieceKind = 'page' | 'code' | 'shelf';

export interface PieceRow {
  readonly generation: number;
  readonly kind: PieceKind;
  /** Its number, or the last category in it. */
  readonly at: number | string;
  readonly text: string;
}

export type PieceKey = [number, PieceKind, number | string];

export const PRODUCTS_IN_PAGE = 64;
/** Fewer are hardly quicker to read, and slower to write. */
const CODES_IN_PIECE = 32;

interface Shelf {
  readonly category: string;
  readonly products: readonly Product[];
}

/** Which catalogue, and in how many pieces its codes are spread. */
export interface Spread {
  readonly generation: number;
  readonly codePieces: number;
}

/** Where a code is, if it is anywhere in that catalogue. */
export function codePiece({ generation, codePieces }: Spread, code: string): PieceKey {
  return [generation, 'code', bucketOf(code, codePieces)];
}

/** FNV-1a. What is on the disk was spread by it: it may not change. */
function bucketOf(code: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < code.length; i += 1) {
    hash = Math.imul(hash ^ code.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % buckets;
}

/** The first piece of these is the one where the category is, if it is anywhere. */
export function shelvesFrom(generation: number, category: string): IDBKeyRange {
  // A list is behind every text.
  return IDBKeyRange.bound([generation, 'shelf', category], [generation, 'shelf', []]);
}

/** Pages that hold the products from `from` to before `to`. */
export function pagesAround(generation: number, from: number, to: number): IDBKeyRange {
  const page = (position: number): PieceKey => [
    generation,
    'page',
    Math.floor(position / PRODUCTS_IN_PAGE),
  ];
  return IDBKeyRange.bound(page(from), page(to - 1));
}

/** Of a page. */
export function entriesIn(row: PieceRow): CatalogueEntry[] {
  const page = JSON.parse(row.text) as Page | readonly Product[];
  return isRead(page)
    ? page.products.map((product, i) => ({ product, reading: page.readings[i] ?? null }))
    : page.map((product) => ({ product, reading: null }));
}

interface Page {
  readonly products: readonly Product[];
  /** One for each product. */
  readonly readings: readonly CatalogueEntry['reading'][];
}

/** Pages of version 2 are the products alone. */
function isRead(page: Page | readonly Product[]): page is Page {
  return 'readings' in page;
}

/** Of a piece that is found by a code. */
export function productsIn(row: PieceRow): readonly Product[] {
  return JSON.parse(row.text) as readonly Product[];
}

/** All of a category that is kept: if the register cannot show it all, one more than it shows. */
export function shelfIn(row: PieceRow, category: string): readonly Product[] {
  const shelves = JSON.parse(row.text) as readonly Shelf[];
  return shelves.find((shelf) => shelf.category === category)?.products ?? [];
}

/** Cuts a catalogue into pieces while it comes in. */
export class PieceCutter {
  readonly #generation: number;
  /** Every product by its place in the file; the text is written out two or three times. */
  readonly #texts: string[] = [];
  readonly #readings: CatalogueEntry['reading'][] = [];
  readonly #codes: (readonly string[])[] = [];
  readonly #shelves = new Map<string, number[]>();
  #paged = 0;

  constructor(generation: number) {
    this.#generation = generation;
  }

  get spread(): Spread {
    const codePieces = Math.max(1, Math.ceil(this.#codes.length / CODES_IN_PIECE));
    return { generation: this.#generation, codePieces };
  }

  /** @returns the pages that are full now. */
  add(entries: readonly CatalogueEntry[]): PieceRow[] {
    for (const entry of entries) this.#note(entry);
    const pages: PieceRow[] = [];
    while (this.#texts.length - this.#paged >= PRODUCTS_IN_PAGE) pages.push(this.#nextPage());
    return pages;
  }

  /** Whatever is left, once the last product has come. Made one by one: together they are large. */
  *rest(): Generator<PieceRow> {
    if (this.#paged < this.#texts.length) yield this.#nextPage();
    yield* this.#byCode();
    yield* this.#byShelf();
  }

  #note({ product, reading }: CatalogueEntry): void {
    const position = this.#texts.length;
    this.#readings.push(reading);
    const { id, barcode, category } = product;
    this.#texts.push(JSON.stringify(product));
    // Products without a barcode share the empty one.
    this.#codes.push(barcode === '' || barcode === id ? [id] : [id, barcode]);
    const shelf = this.#shelves.get(category);
    if (shelf === undefined) this.#shelves.set(category, [position]);
    else if (shelf.length <= SHOWN_AT_MOST) shelf.push(position);
  }

  #nextPage(): PieceRow {
    const page = Math.floor(this.#paged / PRODUCTS_IN_PAGE);
    const [from, to] = [this.#paged, this.#paged + PRODUCTS_IN_PAGE];
    const texts = this.#texts.slice(from, to);
    const readings = JSON.stringify(this.#readings.slice(from, to));
    this.#paged += texts.length;
    return this.#row('page', page, `{"products":[${texts.join(',')}],"readings":${readings}}`);
  }

  *#byCode(): Generator<PieceRow> {
    const { codePieces } = this.spread;
    const pieces = Array.from({ length: codePieces }, () => new Set<number>());
    this.#codes.forEach((codes, position) => {
      for (const code of codes) pieces[bucketOf(code, codePieces)]?.add(position);
    });
    for (const [number, positions] of pieces.entries()) {
      if (positions.size > 0)
        yield this.#row('code', number, listed(this.#textsAt([...positions])));
    }
  }

  *#byShelf(): Generator<PieceRow> {
    let shelves: string[] = [];
    let [count, last] = [0, ''];
    // As the database sorts them: by code units.
    for (const category of [...this.#shelves.keys()].sort()) {
      const products = this.#textsAt(this.#shelves.get(category) ?? []);
      if (shelves.length > 0 && count + products.length > SHOWN_AT_MOST + 1) {
        yield this.#row('shelf', last, listed(shelves));
        [shelves, count] = [[], 0];
      }
      shelves.push(`{"category":${JSON.stringify(category)},"products":[${products.join(',')}]}`);
      [count, last] = [count + products.length, category];
    }
    if (shelves.length > 0) yield this.#row('shelf', last, listed(shelves));
  }

  #textsAt(positions: readonly number[]): string[] {
    return positions.map((position) => present(this.#texts[position], 'a product that was noted'));
  }

  #row(kind: PieceKind, at: number | string, text: string): PieceRow {
    return { generation: this.#generation, kind, at, text };
  }
}

function listed(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}
