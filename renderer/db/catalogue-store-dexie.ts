import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Product } from '../../shared/domain/product.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type {
  CatalogueHeader,
  CatalogueReplacement,
  CatalogueStore,
} from '../services/catalogue/catalogue-ports.ts';
import { asked } from './many-keys.ts';
import { timedDatabase, type Within } from './timed-database.ts';
import { readAtOnce } from './write-at-once.ts';

/**
 * The catalogue in a database of its own (ARCHITECTURE, "Data at rest"): losing it costs an import,
 * so its durability is relaxed and nothing of the `journal` database ever waits for it.
 *
 * Each catalogue is a *generation*: its number leads every key. An import writes the next one in
 * small transactions, between which scans go on reading the present one, and becomes visible by
 * one single row (`header`). Whatever a crash left half-written has a number that nobody reads and
 * is swept away by the next import.
 */
export function openDexieCatalogueStore(name = 'catalogue'): DexieCatalogueStore {
  const db = new CatalogueDatabase(name);
  const { within, leave } = timedDatabase(db, STORE_TIMEOUT_MS);
  return {
    ...readingSide(db, within),
    beginReplacement: () => beginReplacement(db, within),
    close: leave,
  };
}

/** `close` is for tests and for leaving; a closed store answers `store-closed`. */
export type DexieCatalogueStore = CatalogueStore & { readonly close: () => void };

/** A slice of an import is written well within this, even by a slow disk. */
const STORE_TIMEOUT_MS = 10_000;

type Stored<Value> = Promise<Result<Value, Failure>>;

interface ProductRow {
  readonly generation: number;
  /** Place in the shop's file. */
  readonly position: number;
  readonly id: string;
  readonly barcode: string;
  readonly category: string;
  readonly product: Product;
}

interface HeaderRow {
  readonly key: 'header';
  readonly generation: number;
  readonly header: CatalogueHeader;
}

class CatalogueDatabase extends Dexie {
  declare readonly products: Table<ProductRow, [number, number]>;
  declare readonly headers: EntityTable<HeaderRow, 'key'>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({
      products:
        '[generation+position], [generation+id], [generation+barcode], [generation+category+position]',
      headers: 'key',
    });
  }
}

type ReadingSide = Pick<CatalogueStore, 'header' | 'byBarcode' | 'byIds' | 'inCategory' | 'slice'>;

function readingSide(db: CatalogueDatabase, within: Within): ReadingSide {
  /** Which catalogue was the present one when a code was looked up last. */
  let lastGeneration = 0;
  /** Header and rows in one transaction: a swap in between would mix two catalogues. */
  function reading<Value>(work: (generation: number) => Promise<Value>): Stored<Value> {
    return within(() =>
      db.transaction('r', db.headers, db.products, async () =>
        work((await db.headers.get('header'))?.generation ?? 0),
      ),
    );
  }
  return {
    header: () => within(async () => (await db.headers.get('header'))?.header ?? null),
    byBarcode: (barcode) =>
      within(() =>
        // A scan waits for this alone (A25): one way to the database and back instead of three, for
        // header, row and the transaction's end; the library asks in turn.
        readAtOnce(db, ['headers', 'products'], async (table) => {
          // Products without a barcode share the empty one.
          if (barcode === '') return null;
          const codes = table('products').index('[generation+barcode]');
          const rowIn = (generation: number) =>
            asked(codes.get([generation, barcode]) as IDBRequest<ProductRow | undefined>);
          const early = lastGeneration;
          const [header, row] = await Promise.all([
            asked(table('headers').get('header') as IDBRequest<HeaderRow | undefined>),
            rowIn(early),
          ]);
          lastGeneration = header?.generation ?? 0;
          const found = lastGeneration === early ? row : await rowIn(lastGeneration);
          return found?.product ?? null;
        }),
      ),
    byIds: (ids) =>
      reading(async (generation) => {
        const keys = ids.map((id) => [generation, id]);
        const rows = await db.products.where('[generation+id]').anyOf(keys).toArray();
        const found = new Map(rows.map((row) => [row.id, row.product]));
        return ids.flatMap((id) => found.get(id) ?? []);
      }),
    inCategory: (category, limit) =>
      reading(async (generation) => {
        const rows = await db.products
          .where('[generation+category+position]')
          .between([generation, category, Dexie.minKey], [generation, category, Dexie.maxKey])
          .limit(limit + 1)
          .toArray();
        const products = rows.slice(0, limit).map(({ product }) => product);
        return { products, hasMore: rows.length > limit };
      }),
    slice: (from, limit) =>
      reading(async (generation) => {
        const rows = await db.products
          .where('[generation+position]')
          .between([generation, from], [generation, from + limit])
          .toArray();
        return rows.map(({ product }) => product);
      }),
  };
}

/** One import at a time: the worker that runs it sees to that. */
function beginReplacement(db: CatalogueDatabase, within: Within): Stored<CatalogueReplacement> {
  return within(async () => {
    const present = (await db.headers.get('header'))?.generation ?? 0;
    const last = await db.products.orderBy('[generation+position]').last();
    const next = Math.max(present, last?.generation ?? 0) + 1;
    let position = 0;
    return {
      add: (products) =>
        within(async () => {
          await db.products.bulkAdd(products.map((one, i) => rowOf(one, next, position + i)));
          position += products.length;
          return null;
        }),
      commit: (header) =>
        within(async () => {
          await db.headers.put({ key: 'header', generation: next, header });
          sweepBehind(db, next - 1);
          return null;
        }),
      abandon: () => {
        sweepBehind(db, next, next);
        return Promise.resolve(ok(null));
      },
    };
  });
}

const SWEPT_AT_ONCE = 2_000;

/**
 * Removes generations that nobody reads any more. Nobody waits for it and nothing depends on it:
 * in small transactions, so that a scan meanwhile is not kept waiting, and what it does not reach
 * the next import's sweep does.
 */
function sweepBehind(db: CatalogueDatabase, upTo: number, from = 0): void {
  const sweep = async (): Promise<void> => {
    for (;;) {
      const old = db.products
        .where('[generation+position]')
        .between([from, Dexie.minKey], [upTo, Dexie.maxKey]);
      const keys = await old.limit(SWEPT_AT_ONCE).primaryKeys();
      if (keys.length === 0) return;
      await db.products.bulkDelete(keys);
    }
  };
  sweep().catch(() => undefined);
}

function rowOf(product: Product, generation: number, position: number): ProductRow {
  const { id, barcode, category } = product;
  return { generation, position, id, barcode, category, product };
}
