import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { begunBy, type JournalRecord } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { changesOf } from '../../../shared/domain/projection.ts';
import { withoutTelling } from '../../../shared/domain/report-told.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { canonicalJson } from '../../../shared/lib/canonical-json.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';

/** A row of the database that the journal does not bear out. */
export interface DamagedRow {
  readonly table: 'records' | 'sales' | 'outbox';
  /** The record that the row comes from, or from which on it must be made again. */
  readonly number: number;
  /** Number of the sale for people, or `#` and that of the message; empty where there is none. */
  readonly saleNumber: string;
  /** Key of a row that no record tells of: it is taken out, nothing can make it again. */
  readonly foreignKey?: string;
}

/** So many of the newest records are checked at each start; older days are settled. */
export const RECORDS_CHECKED = 2_000;
const READ_AT_ONCE = 500;
/** More than anybody puts in by hand; the rest is found at the next start. */
const INVENTED_AT_MOST = 1_000;

/**
 * Holds the database against the journal file (PROTOCOL P9, P10; F09): the records themselves, and
 * the sales and outbox rows that follow from them. A row is believed because the journal says the
 * same, never because it is there: IndexedDB can be edited by anybody who opens a panel.
 */
export async function findDamagedRows(
  ports: Pick<TillPorts, 'host' | 'store'>,
  headNumber: number,
): Promise<Result<DamagedRow[], Failure>> {
  const from = Math.max(1, headNumber - RECORDS_CHECKED + 1);
  const compared = await compareRecords(ports, from);
  if (!compared.ok) return compared;
  const file = await fileRecords(ports, from, compared.value.same);
  if (!file.ok) return file;
  const rows = await differingRows(ports, file.value, from === 1);
  return rows.ok ? ok([...compared.value.edited, ...rows.value]) : rows;
}

interface Compared {
  readonly edited: readonly DamagedRow[];
  /** Copies that the host found nothing wrong with, by number; the file may lack what it never had. */
  readonly same: ReadonlyMap<number, JournalRecord>;
}

async function compareRecords(
  { host, store }: Pick<TillPorts, 'host' | 'store'>,
  from: number,
): Promise<Result<Compared, Failure>> {
  const edited: DamagedRow[] = [];
  const same = new Map<number, JournalRecord>();
  for (let copies = await store.recordsFrom(from, READ_AT_ONCE); ;) {
    if (!copies.ok) return copies;
    const last = copies.value.at(-1);
    if (last === undefined) return ok({ edited, same });
    // Read while the host compares what was read before.
    const [compared, next] = await Promise.all([
      host.compareJournal(copies.value),
      store.recordsFrom(last.number + 1, READ_AT_ONCE),
    ]);
    if (!compared.ok) return compared;
    for (const copy of copies.value) same.set(copy.number, copy);
    for (const { number } of compared.value) {
      edited.push({ table: 'records', number, saleNumber: '' });
      same.delete(number);
    }
    copies = next;
  }
}

/**
 * The file's records from this number on. A copy that proves itself under the hash that the file has
 * for its number is the file's record, member by member: two thousand of them are three million bytes
 * that a start need not have read, sent and copied once more. Where one is missing, the file is read.
 */
async function fileRecords(
  { host }: Pick<TillPorts, 'host'>,
  from: number,
  same: Compared['same'],
): Promise<Result<JournalRecord[], Failure>> {
  const chain = await host.readChain({ from, limit: RECORDS_CHECKED });
  if (!chain.ok) return chain;
  const copies = chain.value.flatMap(({ number, hash }) => {
    const copy = same.get(number);
    return copy?.hash === hash ? [copy] : [];
  });
  return copies.length === chain.value.length ? ok(copies) : readFile(host, from);
}

async function readFile(
  host: Pick<TillPorts['host'], 'readJournal'>,
  from: number,
): Promise<Result<JournalRecord[], Failure>> {
  const records: JournalRecord[] = [];
  for (let next = from; ;) {
    const read = await host.readJournal({ from: next, limit: READ_AT_ONCE });
    if (!read.ok) return read;
    const last = read.value.at(-1);
    if (last === undefined) return ok(records);
    records.push(...read.value);
    next = last.number + 1;
  }
}

/** Sales and rows as the journal says they are now, and the record each sale was last told in. */
interface Retold {
  readonly sales: ReadonlyMap<string, Sale>;
  readonly outbox: ReadonlyMap<string, OutboxRow>;
  readonly toldIn: ReadonlyMap<string, number>;
}

async function differingRows(
  { store }: Pick<TillPorts, 'store'>,
  records: readonly JournalRecord[],
  isWholeJournal: boolean,
): Promise<Result<DamagedRow[], Failure>> {
  const { sales, outbox, toldIn } = retell(records);
  const [stored, rows] = [await store.sales([...sales.keys()]), await store.outbox()];
  if (!stored.ok) return stored;
  if (!rows.ok) return rows;
  const found: DamagedRow[] = [];
  const blame = (table: DamagedRow['table'], saleId: string): void => {
    const saleNumber = sales.get(saleId)?.number ?? '';
    found.push({ table, number: toldIn.get(saleId) ?? 0, saleNumber });
  };
  for (const [id, sale] of sales) {
    // Whether it was told is for the outbox to say, which is held against the journal just below.
    const copy = stored.value.get(id);
    const isBorneOut = copy !== undefined && isSame(withoutTelling(copy), withoutTelling(sale));
    if (!isBorneOut) blame('sales', id);
  }
  const there = new Map(rows.value.map((row) => [row.key, row]));
  for (const [key, told] of outbox) {
    if (sales.has(told.saleId) && !isSameRow(told, there.get(key))) blame('outbox', told.saleId);
  }
  // What these records do not tell of may be older than all of them, unless they are all there are.
  if (!isWholeJournal) return ok(found);
  for (const { key, saleId, transactionNumber } of rows.value) {
    if (outbox.has(key)) continue;
    found.push({
      table: 'outbox',
      number: toldIn.get(saleId) ?? 0,
      saleNumber: sales.get(saleId)?.number ?? `#${transactionNumber}`,
      foreignKey: key,
    });
  }
  const invented = await inventedSales(store, sales);
  return invented.ok ? ok([...found, ...invented.value]) : invented;
}

/** A sale in the database that the journal never heard of: somebody has put it there. */
async function inventedSales(
  store: Pick<TillPorts['store'], 'recentSales'>,
  told: ReadonlyMap<string, Sale>,
): Promise<Result<DamagedRow[], Failure>> {
  const stored = await store.recentSales(told.size + INVENTED_AT_MOST);
  if (!stored.ok) return stored;
  return ok(
    stored.value
      .filter(({ id }) => !told.has(id))
      .map(({ id, number }): DamagedRow => ({
        table: 'sales',
        number: 0,
        saleNumber: number,
        foreignKey: id,
      })),
  );
}

/** Only sales that are told as a whole within these records; others cannot be judged from them. */
function retell(records: readonly JournalRecord[]): Retold {
  const sales = new Map<string, Sale>();
  const outbox = new Map<string, OutboxRow>();
  const toldIn = new Map<string, number>();
  for (const record of records) {
    const { putSales, putOutbox, deleteOutbox } = changesOf(record, { sales, outbox });
    for (const { id } of wholeIn(record.body)) toldIn.set(id, record.number);
    for (const sale of putSales) sales.set(sale.id, sale);
    for (const row of putOutbox) outbox.set(row.key, row);
    for (const key of deleteOutbox) outbox.delete(key);
  }
  return { sales, outbox, toldIn };
}

/** The sales that can be made again from this record alone. */
function wholeIn(body: JournalRecord['body']): readonly Sale[] {
  if (body.kind === 'sale') return [body.sale];
  if (body.kind !== 'supervisor-act') return [];
  const begun = begunBy(body);
  return body.done?.sales ?? (begun === null ? [] : [begun]);
}

function isSame(a: unknown, b: unknown): boolean {
  try {
    return a !== undefined && canonicalJson(a) === canonicalJson(b);
  } catch {
    // A row that has no canonical form was not written by this till.
    return false;
  }
}

/** Waits, attempts and claims move without the journal; what is owed and for what does not. */
function isSameRow(a: OutboxRow | undefined, b: OutboxRow | undefined): boolean {
  const core = (row: OutboxRow | undefined): unknown => {
    if (row === undefined) return undefined;
    const { key, kind, transactionId, transactionNumber, saleId, amountMinor } = row;
    return { key, kind, transactionId, transactionNumber, saleId, amountMinor };
  };
  return isSame(core(a), core(b));
}
