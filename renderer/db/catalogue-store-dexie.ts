import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Product } from '../../shared/domain/product.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import {
  SHOWN_AT_MOST,
  type CatalogueReplacement,
  type CatalogueStore,
} from '../services/catalogue/catalogue-ports.ts';
import { CatalogueDatabase, type HeaderRow } from './catalogue-database.ts';
import {
  codePiece,
  entriesIn,
  pagesAround,
  PieceCutter,
  PRODUCTS_IN_PAGE,
  productsIn,
  shelfIn,
  shelvesFrom,
  type PieceKey,
  type PieceRow,
  type Spread,
} from './catalogue-pieces.ts';
import { asked } from './many-keys.ts';
import { timedDatabase, type Within } from './timed-database.ts';
import { readAtOnce, writeAtOnce } from './write-at-once.ts';

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
  const { within, leave } = timedDatabase(db, STORE_TIMEOUT_MS, () => db.isMoving);
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

/** Before the first import: nothing is found in it. */
const NO_CATALOGUE: Spread = { generation: 0, codePieces: 1 };

type Stored<Value> = Promise<Result<Value, Failure>>;
type ReadingSide = Pick<CatalogueStore, 'header' | 'byBarcode' | 'byIds' | 'inCategory' | 'slice'>;

function readingSide(db: CatalogueDatabase, within: Within): ReadingSide {
  /** The catalogue that was the present one when it was read last. */
  let last: Spread = NO_CATALOGUE;
  /**
   * Header and pieces in one transaction: a swap in between would mix two catalogues. Both are
   * asked for at once, for the catalogue that there was last: a scan waits for this alone (A25).
   */
  function reading<Value>(
    work: (pieces: IDBObjectStore, spread: Spread) => Promise<Value>,
  ): Stored<Value> {
    return within(() =>
      readAtOnce(db, ['headers', 'pieces'], async (table) => {
        const early = last;
        const [header, value] = await Promise.all([
          asked(table('headers').get('header') as IDBRequest<HeaderRow | undefined>),
          work(table('pieces'), early),
        ]);
        last = header ?? NO_CATALOGUE;
        return last.generation === early.generation ? value : work(table('pieces'), last);
      }),
    );
  }
  return {
    header: () => within(async () => (await db.headers.get('header'))?.header ?? null),
    byBarcode: (barcode) =>
      reading(async (pieces, spread) => {
        // Products without a barcode share the empty one.
        if (barcode === '') return null;
        const row = await pieceAt(pieces, codePiece(spread, barcode));
        if (row === undefined) return null;
        return productsIn(row).find((product) => product.barcode === barcode) ?? null;
      }),
    byIds: (ids) => reading((pieces, spread) => byIds(pieces, spread, ids)),
    inCategory: (category, limit) =>
      reading(async (pieces, { generation }) => {
        const row = await pieceAt(pieces, shelvesFrom(generation, category));
        const kept = row === undefined ? [] : shelfIn(row, category);
        const products = kept.slice(0, Math.min(limit, SHOWN_AT_MOST));
        return { products, hasMore: kept.length > products.length };
      }),
    slice: (from, limit) =>
      reading(async (pieces, { generation }) => {
        const pages = pagesAround(generation, from, from + limit);
        const rows = await asked(pieces.getAll(pages) as IDBRequest<PieceRow[]>);
        const before = from % PRODUCTS_IN_PAGE;
        return rows.flatMap(entriesIn).slice(before, before + limit);
      }),
  };
}

function pieceAt(
  pieces: IDBObjectStore,
  at: IDBKeyRange | PieceKey,
): Promise<PieceRow | undefined> {
  return asked(pieces.get(at) as IDBRequest<PieceRow | undefined>);
}

async function byIds(
  pieces: IDBObjectStore,
  spread: Spread,
  ids: readonly string[],
): Promise<Product[]> {
  const wanted = new Set(ids);
  // What is wanted together may stand in the same piece.
  const keys = new Map([...wanted].map((id) => [codePiece(spread, id)[2], codePiece(spread, id)]));
  const found = new Map<string, Product>();
  const reading = [...keys.values()].map(async (key) => {
    const row = await pieceAt(pieces, key);
    for (const product of row === undefined ? [] : productsIn(row)) {
      if (wanted.has(product.id) && !found.has(product.id)) found.set(product.id, product);
    }
  });
  await Promise.all(reading);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** One import at a time: the worker that runs it sees to that. */
function beginReplacement(db: CatalogueDatabase, within: Within): Stored<CatalogueReplacement> {
  return within(async () => {
    const present = (await db.headers.get('header'))?.generation ?? 0;
    const last = await db.pieces.orderBy('[generation+kind+at]').last();
    const next = Math.max(present, last?.generation ?? 0) + 1;
    const cutter = new PieceCutter(next);
    // What could not be written stays missing: from then on there is only giving up.
    let missing: Failure | null = null;
    const written = async (pieces: readonly PieceRow[]): Stored<null> => {
      if (missing !== null) return err(missing);
      const outcome = await within(() => writePieces(db, pieces));
      if (!outcome.ok) missing = outcome.error;
      return outcome;
    };
    return {
      add: (entries) => written(cutter.add(entries)),
      commit: async (header) => {
        for (const pieces of someAtOnce(cutter.rest())) {
          const outcome = await written(pieces);
          if (!outcome.ok) return outcome;
        }
        return within(async () => {
          await db.headers.put({ key: 'header', ...cutter.spread, header });
          sweepBehind(db, next - 1);
          return null;
        });
      },
      abandon: () => {
        sweepBehind(db, next, next);
        return Promise.resolve(ok(null));
      },
    };
  });
}

/** Small enough that a scan meanwhile does not notice the transaction that it waits for. */
const PIECES_AT_ONCE = 16;

async function writePieces(db: CatalogueDatabase, pieces: readonly PieceRow[]): Promise<null> {
  if (pieces.length === 0) return null;
  const write = (table: (name: string) => IDBObjectStore): undefined => {
    const store = table('pieces');
    for (const piece of pieces) store.add(piece);
  };
  await writeAtOnce(db, ['pieces'], write, 'relaxed');
  return null;
}

function* someAtOnce(pieces: Iterable<PieceRow>): Generator<PieceRow[]> {
  let some: PieceRow[] = [];
  for (const piece of pieces) {
    some.push(piece);
    if (some.length < PIECES_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

const SWEPT_AT_ONCE = 64;

/**
 * Removes generations that nobody reads any more. Nobody waits for it and nothing depends on it:
 * in small transactions, so that a scan meanwhile is not kept waiting, and what it does not reach
 * the next import's sweep does.
 */
function sweepBehind(db: CatalogueDatabase, upTo: number, from = 0): void {
  const sweep = async (): Promise<void> => {
    let isLeft = true;
    const some = async (pieces: IDBObjectStore): Promise<void> => {
      const keys = await asked(
        pieces.getAllKeys(IDBKeyRange.bound([from], [upTo, []]), SWEPT_AT_ONCE),
      );
      const [first, last] = [keys[0], keys.at(-1)];
      isLeft = keys.length === SWEPT_AT_ONCE;
      if (first !== undefined && last !== undefined) pieces.delete(IDBKeyRange.bound(first, last));
    };
    while (isLeft) await writeAtOnce(db, ['pieces'], (table) => some(table('pieces')), 'relaxed');
  };
  sweep().catch(() => undefined);
}
