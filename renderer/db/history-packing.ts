import type { JournalRecord } from '../../shared/domain/journal.ts';
import { saleIdsOf } from '../../shared/domain/projection.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { HistoryPolicy } from '../services/books/history-keeper.ts';
import {
  lastNumber,
  lastSaleId,
  lastSaleMs,
  volumeReaching,
  volumesHolding,
} from './history-reading.ts';
import {
  packPiece,
  unpackPiece,
  volumeOf,
  type Piece,
  type Unpacked,
  type VolumeRow,
} from './history-volume.ts';
import { asked, deleteKeys, rowsWith } from './many-keys.ts';
import { rowOf, type NoteRow, type SaleRow, type TillDatabase } from './till-database.ts';
import { readAtOnce, writeAtOnce } from './write-at-once.ts';

/**
 * Moves old rows into volumes, in short steps between which the till sells.
 *
 * Pieces are packed one a step; the volume of them is written beside the rows. Then, piece by piece,
 * rows that are what was packed are taken out; one that has changed meanwhile stays, and counts. So
 * it may stop anywhere, and no transaction holds a sale up for longer than a piece takes.
 */
export class HistoryPacker {
  readonly #db: TillDatabase;
  #begun: BegunVolume | null = null;

  constructor(db: TillDatabase) {
    this.#db = db;
  }

  /** @returns `more` when another step is due. */
  async step(policy: HistoryPolicy): Promise<'more' | 'done'> {
    const sweeping = await nextToSweep(this.#db);
    if (sweeping !== null) {
      await sweep(this.#db, sweeping.volume, sweeping.piece);
      return 'more';
    }
    if (this.#begun === null && !(await isDue(this.#db, policy))) return 'done';
    const begun = (this.#begun ??= await begunVolume(this.#db));
    if (await addPiece(this.#db, begun, policy)) return 'more';
    this.#begun = null;
    const volume = volumeOf(begun.pieces, { packed: new Blob(begun.parts), without: [] });
    if (volume === null) return 'done';
    await writeAtOnce(this.#db, ['history'], (table) => {
      table('history').put(volume);
      return undefined;
    });
    return 'more';
  }

  /** What it has read so far may be gone. */
  forget(): void {
    this.#begun = null;
  }
}

/** Up to this record, rows that are packed have been taken out. */
const SWEPT_KEY = 'history-swept';

async function nextToSweep(
  db: TillDatabase,
): Promise<{ readonly volume: VolumeRow; readonly piece: Piece } | null> {
  const swept = Number((await db.notes.get(SWEPT_KEY))?.value ?? -Infinity);
  const volume = await readAtOnce(db, ['history'], (table) =>
    volumeReaching(table('history'), swept === -Infinity ? swept : swept + 1),
  );
  const piece = volume?.pieces.find(({ toNumber }) => toNumber > swept);
  return volume === undefined || piece === undefined ? null : { volume, piece };
}

async function sweep(db: TillDatabase, volume: VolumeRow, piece: Piece): Promise<void> {
  const { sales } = await unpackPiece(volume, piece);
  const ids = sales.map(({ id }) => id);
  await writeAtOnce(db, ['records', 'sales', 'notes'], async (table) => {
    const rows = await rowsWith<SaleRow>(table('sales'), ids, ({ id }) => id);
    const same = sales.filter((sale) => isSame(rows.get(sale.id), rowOf(sale)));
    const { fromNumber, toNumber } = piece;
    table('records').delete(IDBKeyRange.bound(fromNumber, toNumber));
    table('notes').put({ key: SWEPT_KEY, value: String(toNumber) } satisfies NoteRow);
    await deleteKeys(
      table('sales'),
      same.map(({ id }) => id),
    );
  });
}

function isSame(a: SaleRow | undefined, b: SaleRow): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a whole volume's worth of records is old enough. */
async function isDue(db: TillDatabase, policy: HistoryPolicy): Promise<boolean> {
  const { olderThanMs, keptRecords, recordsAVolume } = policy;
  const packedTo = await readAtOnce(db, ['history'], (table) => lastNumber(table('history')));
  const unpacked = db.records.where('number').above(packedTo ?? -Infinity);
  const last = await unpacked.offset(recordsAVolume - 1).first();
  const head = await db.records.orderBy('number').last();
  if (last === undefined || head === undefined) return false;
  return last.atMs < olderThanMs && last.number <= head.number - keptRecords;
}

interface BegunVolume {
  readonly pieces: Piece[];
  readonly parts: ArrayBuffer[];
  reached: Reached;
}

function begunVolume(db: TillDatabase): Promise<BegunVolume> {
  return readAtOnce(db, ['history'], async (table) => {
    const history = table('history');
    const [number, saleId, ms] = await Promise.all([
      lastNumber(history),
      lastSaleId(history),
      lastSaleMs(history),
    ]);
    const reached = { number: number ?? -Infinity, saleId: saleId ?? '', ms: ms ?? -Infinity };
    return { pieces: [], parts: [], reached };
  });
}

/** @returns false when the volume is full. */
async function addPiece(
  db: TillDatabase,
  begun: BegunVolume,
  { recordsAVolume, recordsAPiece }: HistoryPolicy,
): Promise<boolean> {
  const left = recordsAVolume - begun.pieces.length * recordsAPiece;
  if (left <= 0) return false;
  const unpacked = await nextUnpacked(db, begun.reached, Math.min(recordsAPiece, left));
  const made = await packPiece(unpacked, begun.pieces.at(-1)?.end ?? 0);
  if (made === null) return false;
  const { piece, bytes } = made;
  begun.pieces.push(piece);
  begun.parts.push(bytes);
  const { toNumber, toSaleId = begun.reached.saleId, toMs = begun.reached.ms } = piece;
  begun.reached = { number: toNumber, saleId: toSaleId, ms: toMs };
  return true;
}

/** Where the next piece goes on. */
interface Reached {
  readonly number: number;
  readonly saleId: string;
  readonly ms: number;
}

/**
 * The next records, and of the sales that they tell of those that may be packed with them. One that
 * somebody still looks for by its mark keeps its row; so does one that does not follow the others in
 * id and time, by which a packed one is found.
 */
function nextUnpacked(db: TillDatabase, after: Reached, most: number): Promise<Unpacked> {
  return readAtOnce(db, ['records', 'sales'], async (table) => {
    const range = IDBKeyRange.lowerBound(after.number, true);
    const records = await asked(
      table('records').getAll(range, most) as IDBRequest<JournalRecord[]>,
    );
    const ids = [...new Set(records.flatMap(saleIdsOf))];
    const rows = await rowsWith<SaleRow>(table('sales'), ids, ({ id }) => id);
    const inOrder = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const sales: Sale[] = [];
    let { saleId, ms } = after;
    for (const { id, createdAtMs, open, sale } of inOrder) {
      // Of one moment with the last of another piece, it would be looked for on the wrong side.
      const follows = id > saleId && (sales.length === 0 ? createdAtMs > ms : createdAtMs >= ms);
      if (open !== undefined || !follows) continue;
      sales.push(sale);
      [saleId, ms] = [id, createdAtMs];
    }
    return { records, sales };
  });
}

/**
 * Packed records from this number on are taken out, as many as are in one volume; the sales beside
 * them go back into rows.
 *
 * @returns whether there may be more.
 */
export async function dropPackedFrom(db: TillDatabase, number: number): Promise<boolean> {
  const volume = await db.history.where('toNumber').aboveOrEqual(number).last();
  if (volume === undefined) return false;
  const rest = volumeOf(
    volume.pieces.filter(({ toNumber }) => toNumber < number),
    volume,
  );
  const cut: Unpacked[] = [];
  for (const piece of volume.pieces) {
    if (piece.toNumber >= number) cut.push(await unpackPiece(volume, piece));
  }
  const sales = cut.flatMap((piece) => piece.sales);
  const ids = sales.map(({ id }) => id);
  const records = cut.flatMap((piece) => piece.records).filter((one) => one.number < number);
  await writeAtOnce(db, ['records', 'sales', 'history', 'notes'], async (table) => {
    const there = await rowsWith<SaleRow>(table('sales'), ids, ({ id }) => id);
    const swept = (await asked(table('notes').get(SWEPT_KEY))) as NoteRow | undefined;
    table('history').delete(volume.toNumber);
    if (rest !== null) table('history').put(rest);
    for (const sale of sales) if (!there.has(sale.id)) table('sales').put(rowOf(sale));
    for (const record of records) table('records').put(record);
    if (swept === undefined) return;
    // What is packed anew from here on is to be swept anew.
    const reached = rest?.toNumber ?? volume.fromNumber - 1;
    const value = String(Math.min(reached, Number(swept.value)));
    table('notes').put({ key: SWEPT_KEY, value } satisfies NoteRow);
  });
  return true;
}

/** Packed sales are taken out as their rows are. */
export async function dropPackedSales(db: TillDatabase, saleIds: readonly string[]): Promise<void> {
  await writeAtOnce(db, ['history'], async (table) => {
    for (const { volume, ids } of await volumesHolding(table('history'), saleIds)) {
      table('history').put({ ...volume, without: [...new Set([...volume.without, ...ids])] });
    }
  });
}
