import { Dexie, type EntityTable, type Table, type Transaction } from 'dexie';
import type { Product } from '../../shared/domain/product.ts';
import type { CatalogueEntry, CatalogueHeader } from '../services/catalogue/catalogue-ports.ts';
import { PieceCutter, type PieceKey, type PieceRow, type Spread } from './catalogue-pieces.ts';
import { asked } from './many-keys.ts';

/** The catalogue's tables. Raising the version leaves a database behind in `migrations`. */
export class CatalogueDatabase extends Dexie {
  declare readonly pieces: Table<PieceRow, PieceKey>;
  declare readonly headers: EntityTable<HeaderRow, 'key'>;
  /** A hundred thousand products take some seconds, once. */
  isMoving = false;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    // Version 1 had a row for each product.
    this.version(1).stores({
      products:
        '[generation+position], [generation+id], [generation+barcode], [generation+category+position]',
      headers: 'key',
    });
    // Version 2: many products in one row (`catalogue-pieces.ts`).
    this.version(2)
      .stores({ products: null, pieces: '[generation+kind+at]' })
      .upgrade((transaction) => {
        this.isMoving = true;
        for (const end of ['complete', 'abort']) {
          transaction.idbtrans.addEventListener(end, () => {
            this.isMoving = false;
          });
        }
        return intoPieces(transaction);
      });
    // Version 3: pages hold readings, which a program of version 2 would not understand.
    this.version(3).stores({});
  }
}

export interface HeaderRow extends Spread {
  readonly key: 'header';
  readonly header: CatalogueHeader;
}

const MOVED_AT_ONCE = 2_000;

/** The present catalogue of version 1; what an import had left half-way goes with the old table. */
async function intoPieces({ idbtrans }: Transaction): Promise<void> {
  const table = (name: string): IDBObjectStore => idbtrans.objectStore(name);
  const present = (await asked(table('headers').get('header'))) as OldHeader | undefined;
  if (present === undefined) return;
  const { generation } = present;
  const cutter = new PieceCutter(generation);
  let after = -1;
  for (;;) {
    const range = IDBKeyRange.bound([generation, after], [generation, Infinity], true);
    const rows = (await asked(table('products').getAll(range, MOVED_AT_ONCE))) as OldRow[];
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const piece of cutter.add(rows.map(unread))) table('pieces').add(piece);
    after = last.position;
  }
  for (const piece of cutter.rest()) table('pieces').add(piece);
  table('headers').put({ ...present, ...cutter.spread } satisfies HeaderRow);
}

type OldHeader = Omit<HeaderRow, 'codePieces'>;

interface OldRow {
  readonly position: number;
  readonly product: Product;
}

function unread({ product }: OldRow): CatalogueEntry {
  return { product, reading: null };
}
