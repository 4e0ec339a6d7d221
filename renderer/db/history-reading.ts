import type { JournalRecord } from '../../shared/domain/journal.ts';
import { unpackPiece, type Piece, type VolumeRow } from './history-volume.ts';
import { asked, rowsWith } from './many-keys.ts';
import { rowOf, type SaleRow, type TillDatabase } from './till-database.ts';
import { readAtOnce } from './write-at-once.ts';

/**
 * What was packed reads as if it were still in rows. A sale that was written again since then has a
 * row, which counts; so has one whose row has not been taken out yet.
 *
 * Nothing is unpacked inside a transaction: waiting for it would end that half-way.
 */

/** Up to where each thing is packed; null where nothing is. */
export const lastNumber = (history: IDBObjectStore): Promise<number | null> =>
  lastKey<number>(history);
export const lastSaleId = (history: IDBObjectStore): Promise<string | null> =>
  lastKey<string>(history.index('toSaleId'));
export const lastSaleMs = (history: IDBObjectStore): Promise<number | null> =>
  lastKey<number>(history.index('toMs'));

async function lastKey<Key extends IDBValidKey>(
  source: IDBObjectStore | IDBIndex,
): Promise<Key | null> {
  const cursor = await asked(source.openKeyCursor(null, 'prev'));
  return cursor === null ? null : (cursor.key as Key);
}

/** The first volume that reaches this far; below are older ones. */
export function volumeReaching(
  source: IDBObjectStore | IDBIndex,
  key: IDBValidKey,
): Promise<VolumeRow | undefined> {
  const request: IDBRequest<unknown> = source.get(IDBKeyRange.lowerBound(key));
  return asked(request) as Promise<VolumeRow | undefined>;
}

/** Records from this number on, in order. */
export async function recordsFrom(
  db: TillDatabase,
  number: number,
  limit: number,
): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  let next = number;
  while (records.length < limit) {
    // Both at once: nobody who asks for the newest waits for a second journey.
    const [volume, rows] = await readAtOnce(db, ['records', 'history'], (table) =>
      Promise.all([
        volumeReaching(table('history'), next),
        asked(
          table('records').getAll(
            IDBKeyRange.lowerBound(next),
            limit - records.length,
          ) as IDBRequest<JournalRecord[]>,
        ),
      ]),
    );
    if (volume === undefined) return [...records, ...rows];
    for (const piece of volume.pieces) {
      if (piece.toNumber < next || records.length >= limit) continue;
      const unpacked = await unpackPiece(volume, piece);
      records.push(...unpacked.records.filter((record) => record.number >= number));
    }
    next = volume.toNumber + 1;
  }
  return records.slice(0, limit);
}

/** A volume, and which of the sales that are looked for may be in it. */
export interface Holding {
  readonly volume: VolumeRow;
  readonly ids: readonly string[];
}

/** Where sales that have no row are packed; asked in the transaction that looked for their rows. */
export async function volumesHolding(
  history: IDBObjectStore,
  missing: readonly string[],
): Promise<Holding[]> {
  const holding: Holding[] = [];
  let left = [...missing].sort();
  for (;;) {
    const [first] = left;
    if (first === undefined) return holding;
    const volume = await volumeReaching(history.index('toSaleId'), first);
    const { fromSaleId, toSaleId } = volume ?? {};
    if (volume === undefined || fromSaleId === undefined || toSaleId === undefined) return holding;
    const ids = left.filter((id) => id >= fromSaleId && id <= toSaleId);
    if (ids.length > 0) holding.push({ volume, ids });
    left = left.filter((id) => id > toSaleId);
  }
}

/** Rows of sales, and where those are packed that have none; asked in one transaction. */
export async function rowsOrHolding(
  table: (name: 'sales' | 'history') => IDBObjectStore,
  ids: readonly string[],
): Promise<{ readonly rows: Map<string, SaleRow>; readonly holding: readonly Holding[] }> {
  // Both at once: whoever asks for a sale of today does not wait for the history.
  const [rows, packedTo] = await Promise.all([
    rowsWith<SaleRow>(table('sales'), ids, ({ id }) => id),
    lastSaleId(table('history')),
  ]);
  if (packedTo === null) return { rows, holding: [] };
  const missing = ids.filter((id) => !rows.has(id) && id <= packedTo);
  return { rows, holding: await volumesHolding(table('history'), missing) };
}

export async function packedRows(holding: readonly Holding[]): Promise<SaleRow[]> {
  const rows: SaleRow[] = [];
  for (const { volume, ids } of holding) {
    for (const piece of volume.pieces) {
      const wanted = new Set(ids.filter((id) => isWithin(piece, id)));
      if (wanted.size === 0) continue;
      const { sales } = await unpackPiece(volume, piece);
      rows.push(...sales.filter(({ id }) => wanted.has(id)).map(rowOf));
    }
  }
  return rows;
}

function isWithin({ fromSaleId, toSaleId }: Piece, id: string): boolean {
  return fromSaleId !== undefined && toSaleId !== undefined && id >= fromSaleId && id <= toSaleId;
}

/** Of those made before a moment, from behind the `skipped` newest on, through rows and volumes. */
export async function newestRows(
  db: TillDatabase,
  limit: number,
  skipped: number,
  beforeMs: number,
): Promise<SaleRow[]> {
  const found: SaleRow[] = [];
  let left = skipped;
  const take = (rows: readonly SaleRow[]): void => {
    found.push(...rows.slice(left, left + limit - found.length));
    left = Math.max(0, left - rows.length);
  };
  const stretchBelow = async (from: number, below: number): Promise<void> => {
    const stretch = db.sales.where('createdAtMs').between(from, below, true, false);
    const passed = left === 0 ? 0 : Math.min(left, await stretch.count());
    left -= passed;
    const rows = stretch.reverse().offset(passed);
    found.push(...(await rows.limit(limit - found.length).toArray()));
  };
  const newest = await readAtOnce(db, ['history'], (table) => lastSaleMs(table('history')));
  await stretchBelow(newest === null ? -Infinity : newest + 1, beforeMs);
  let below = newest === null ? -Infinity : Math.min(newest + 1, beforeMs);
  while (found.length < limit) {
    const volume = await volumeBefore(db, below);
    if (volume === undefined) break;
    for (const piece of [...volume.pieces].reverse()) {
      const { fromMs, toMs } = piece;
      if (fromMs === undefined || toMs === undefined || found.length >= limit) continue;
      if (fromMs >= below) continue;
      const until = below;
      const rows = await db.sales
        .where('createdAtMs')
        .between(fromMs, until, true, false)
        .toArray();
      below = fromMs;
      const isWhole = toMs < until && volume.without.length === 0;
      if (rows.length === 0 && isWhole && left >= piece.sales) {
        left -= piece.sales;
        continue;
      }
      const hasRow = new Set(rows.map(({ id }) => id));
      const { sales } = await unpackPiece(volume, piece);
      const packed = sales
        .filter(({ id, createdAtMs }) => !hasRow.has(id) && createdAtMs < until)
        .map(rowOf);
      take([...rows, ...packed].sort(newestFirst));
    }
  }
  if (found.length < limit && newest !== null) await stretchBelow(-Infinity, below);
  return found;
}

/** The one that the moment lies in, or else the last before it. */
async function volumeBefore(db: TillDatabase, belowMs: number): Promise<VolumeRow | undefined> {
  const reaching = await db.history.where('toMs').aboveOrEqual(belowMs).first();
  if (reaching?.fromMs !== undefined && reaching.fromMs < belowMs) return reaching;
  return db.history.where('toMs').below(belowMs).last();
}

function newestFirst(a: SaleRow, b: SaleRow): number {
  return b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1);
}
