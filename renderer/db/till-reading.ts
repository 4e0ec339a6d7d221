import type { EntityTable } from 'dexie';
import { isSignatureOpen } from '../../shared/domain/card-signature.ts';
import { headOf, type Head, type JournalRecord } from '../../shared/domain/journal.ts';
import { outboxKey, type OutboxKind, type OutboxRow } from '../../shared/domain/outbox.ts';
import { asTold, untoldKey } from '../../shared/domain/report-told.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { wasRefusedLate } from '../../shared/domain/try-that-counts.ts';
import type { StoredQueue, TillStore } from '../ports.ts';
import { newestRows, packedRows, recordsFrom, rowsOrHolding } from './history-reading.ts';
import { asked, keysThere, rowsBeginning, rowsWith } from './many-keys.ts';
import {
  MONEY_OPEN,
  REFUSED_LATE,
  SIGNATURE_OPEN,
  type Mark,
  type SaleRow,
  type TillDatabase,
} from './till-database.ts';
import { inSendingOrder, oldestFirst } from './till-rows.ts';
import type { Within } from './timed-database.ts';
import { readAtOnce } from './write-at-once.ts';

type ReadingSide = Pick<
  TillStore,
  | 'head'
  | 'recordsFrom'
  | 'sales'
  | 'writtenSales'
  | 'recentSales'
  | 'openSales'
  | 'lateDeclines'
  | 'openSignatures'
  | 'outboxRows'
  | 'outbox'
  | 'queue'
  | 'note'
>;

/** Everything that is asked of the till's database and changes nothing. */
export function readingSide(db: TillDatabase, within: Within): ReadingSide {
  return {
    head: () => within(() => readAtOnce(db, ['records'], headIn)),
    recordsFrom: (number, limit) => within(() => recordsFrom(db, number, limit)),
    sales: (ids) =>
      within(async () => {
        const { told, holding } = await readAtOnce(
          db,
          ['sales', 'outbox', 'history'],
          async (table) => {
            const found = await rowsOrHolding(table, ids);
            const queued = (keys: readonly string[]) => keysThere(table('outbox'), keys);
            return { ...found, told: await withTelling([...found.rows.values()], queued) };
          },
        );
        const packed =
          holding.length === 0 ? [] : await readWithTelling(db, await packedRows(holding));
        return new Map([...told, ...packed].map((sale) => [sale.id, sale]));
      }),
    writtenSales: (ids) =>
      within(async () => {
        const { rows, holding } = await readAtOnce(db, ['sales', 'history'], (table) =>
          rowsOrHolding(table, ids),
        );
        const all = [...rows.values(), ...(await packedRows(holding))];
        return new Map(all.map(({ id, sale }) => [id, sale]));
      }),
    recentSales: (limit, skipped = 0, beforeMs = Infinity) =>
      within(async () => readWithTelling(db, await newestRows(db, limit, skipped, beforeMs))),
    openSales: () => within(() => marked(db, [MONEY_OPEN])),
    lateDeclines: () =>
      within(async () => (await marked(db, [MONEY_OPEN, REFUSED_LATE])).filter(wasRefusedLate)),
    openSignatures: () =>
      within(async () => {
        const sales = await marked(db, [MONEY_OPEN, REFUSED_LATE, SIGNATURE_OPEN]);
        return sales.filter(isSignatureOpen).sort(oldestFirst);
      }),
    outboxRows: (keys) =>
      within(() =>
        readAtOnce(db, ['outbox'], (table) =>
          rowsWith<OutboxRow>(table('outbox'), keys, ({ key }) => key),
        ),
      ),
    outbox: (kind) => within(() => readAtOnce(db, ['outbox'], (table) => outboxIn(table, kind))),
    queue: () => within(() => readAtOnce(db, ['records', 'sales', 'outbox'], queueIn)),
    note: (key) => within(async () => (await db.notes.get(key))?.value ?? null),
  };
}

type Tables = (name: string) => IDBObjectStore;

async function headIn(table: Tables): Promise<Head | null> {
  const last = await asked(table('records').openCursor(null, 'prev'));
  return last === null ? null : headOf(last.value as JournalRecord);
}

async function outboxIn(table: Tables, kind?: OutboxKind): Promise<OutboxRow[]> {
  const prefix = kind === undefined ? '' : outboxKey(kind, '');
  const rows = await rowsBeginning<OutboxRow>(table('outbox'), prefix, ({ key }) => key);
  return rows.sort(inSendingOrder);
}

async function queueIn(table: Tables): Promise<StoredQueue> {
  const [head, open, rows] = await Promise.all([
    headIn(table),
    asked<SaleRow[]>(table('sales').index('open').getAll(MONEY_OPEN)),
    outboxIn(table),
  ]);
  const queued = new Set(rows.map(({ key }) => key));
  return { head, openSales: await withTelling(open, () => Promise.resolve(queued)), rows };
}

function marked(db: TillDatabase, marks: readonly Mark[]): Promise<Sale[]> {
  return db.transaction('r', db.sales, db.outbox, async () => {
    const rows = await db.sales.where('open').anyOf(marks).toArray();
    return withTelling(rows, (keys) => keysAmong(db.outbox, keys));
  });
}

/** Rows that were read before: what has been told since then has been told. */
function readWithTelling(db: TillDatabase, rows: readonly SaleRow[]): Promise<Sale[]> {
  return withTelling(rows, (keys) => keysAmong(db.outbox, keys));
}

/** What the queue's rows say of these sales, asked in the transaction that read them. */
async function withTelling(
  rows: readonly SaleRow[],
  queuedOf: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<Sale[]> {
  const keys = rows.flatMap(({ sale }) => untoldKey(sale) ?? []);
  if (keys.length === 0) return rows.map(({ sale }) => sale);
  const queued = await queuedOf(keys);
  return rows.map(({ sale }) => asTold(sale, (key) => queued.has(key)));
}

/** Sales of one time: what lies between the first and the last of their rows is theirs as well. */
async function keysAmong(
  outbox: EntityTable<OutboxRow, 'key'>,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const sorted = [...keys].sort();
  const near = outbox.where('key').between(sorted[0], sorted.at(-1), true, true);
  return new Set(await near.primaryKeys());
}
