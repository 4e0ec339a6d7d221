import type { JournalRecord } from '../../shared/domain/journal.ts';
import { saleIdsOf } from '../../shared/domain/projection.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { unzipped, zipped } from '../zipped-text.ts';

/**
 * A volume: many thousand old records and the sales that they tell of, packed, in one row.
 *
 * Chromium keeps a database in files of two megabytes and looks at each of them again with every
 * transaction: half a million sales as rows are five hundred files, and each new sale pays for them
 * (`bench/README.md`). A `Blob` in a row is one file of its own, of any size, of which a piece can
 * be read alone.
 */
export interface VolumeRow extends Stretch {
  /** One after the other, in the order of their records. */
  readonly pieces: readonly Piece[];
  readonly packed: Blob;
  /** Ids of sales that were taken out afterwards (F09): as if they were not in it. */
  readonly without: readonly string[];
}

/** From where to where it reaches; without sales in it, only that of the records is there. */
interface Stretch {
  readonly fromNumber: number;
  readonly toNumber: number;
  readonly fromSaleId?: string;
  readonly toSaleId?: string;
  /** Of the sales, as they were made. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Some hundred records, packed and unpacked at once. */
export interface Piece extends Stretch {
  readonly sales: number;
  /** Its place in `packed`, in bytes. */
  readonly start: number;
  readonly end: number;
}

/** What a piece holds. A sale stands beside a record that tells of it, and is packed to nearly nothing. */
export interface Unpacked {
  readonly records: readonly JournalRecord[];
  /** In the order in which they were made, which is that of their ids. */
  readonly sales: readonly Sale[];
}

interface Entry {
  readonly record: JournalRecord;
  readonly sales?: readonly Sale[];
}

export async function packPiece(
  { records, sales }: Unpacked,
  start: number,
): Promise<{ readonly piece: Piece; readonly bytes: ArrayBuffer } | null> {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return null;
  const left = new Map(sales.map((sale) => [sale.id, sale]));
  const entries = records.map((record): Entry => {
    const beside = saleIdsOf(record).flatMap((id) => left.get(id) ?? []);
    for (const { id } of beside) left.delete(id);
    return beside.length === 0 ? { record } : { record, sales: beside };
  });
  const bytes = await zipped(JSON.stringify(entries));
  const place = { sales: sales.length, start, end: start + bytes.byteLength };
  const numbers = { fromNumber: first.number, toNumber: last.number };
  return { piece: { ...numbers, ...stretchOfSales(sales), ...place }, bytes };
}

function stretchOfSales(sales: readonly Sale[]): Partial<Stretch> {
  const [first, last] = [sales[0], sales.at(-1)];
  if (first === undefined || last === undefined) return {};
  return {
    fromSaleId: first.id,
    toSaleId: last.id,
    fromMs: first.createdAtMs,
    toMs: last.createdAtMs,
  };
}

/** @returns null where there is nothing to make a volume of. */
export function volumeOf(
  pieces: readonly Piece[],
  { packed, without }: Pick<VolumeRow, 'packed' | 'without'>,
): VolumeRow | null {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return null;
  const selling = pieces.filter(({ sales }) => sales > 0);
  const { fromSaleId, fromMs } = selling[0] ?? {};
  const { toSaleId, toMs } = selling.at(-1) ?? {};
  return {
    fromNumber: first.fromNumber,
    toNumber: last.toNumber,
    // A member that is `undefined` would not keep a row out of an index everywhere.
    ...(fromSaleId !== undefined && { fromSaleId }),
    ...(toSaleId !== undefined && { toSaleId }),
    ...(fromMs !== undefined && { fromMs }),
    ...(toMs !== undefined && { toMs }),
    pieces,
    packed,
    without,
  };
}

/** A piece that was damaged on the disk throws: what it held is in the journal's file. */
export async function unpackPiece(
  { packed, without }: Pick<VolumeRow, 'packed' | 'without'>,
  { start, end }: Piece,
): Promise<Unpacked> {
  const entries = JSON.parse(await unzipped(packed.slice(start, end))) as readonly Entry[];
  const isGone = new Set(without);
  const sales = entries.flatMap((entry) => entry.sales ?? []).filter(({ id }) => !isGone.has(id));
  return {
    records: entries.map(({ record }) => record),
    sales: sales.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
