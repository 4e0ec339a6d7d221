import { Dexie, type EntityTable, type Table } from 'dexie';
import { isSignatureOpen } from '../../shared/domain/card-signature.ts';
import { headOf, type JournalRecord } from '../../shared/domain/journal.ts';
import { outboxKey, type OutboxRow } from '../../shared/domain/outbox.ts';
import { asTold, untoldKey } from '../../shared/domain/report-told.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { wasRefusedLate } from '../../shared/domain/try-that-counts.ts';
import type { NoteKey, TillStore } from '../ports.ts';
import { timedDatabase, type Within } from './timed-database.ts';
import { inSendingOrder, isMoneyOpen, oldestFirst } from './till-rows.ts';
import { asked, deleteKeys, keysThere, rowsBeginning, rowsWith } from './many-keys.ts';
import { readAtOnce, writeAtOnce } from './write-at-once.ts';

/**
 * The till's database in IndexedDB (ARCHITECTURE, "Data at rest").
 *
 * - Strict durability is asked for by name: the default became *relaxed* in Chromium 121, and a
 *   power cut after "approved" would then lose the sale.
 * - Every call has a time-out: after a full disk the next transaction can hang for ever.
 * - Nothing foreign is awaited inside a transaction: it would end it half-way.
 * - It is never deleted on an open error; the journal file rebuilds it (P10).
 */
export function openDexieTillStore(
  name = 'journal',
  { timeoutMs = STORE_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): DexieTillStore {
  const db = new TillDatabase(name);
  const { within, leave } = timedDatabase(db, timeoutMs);
  return { ...readingSide(db, within), ...writingSide(db, within), close: leave };
}

/** `close` is for tests and for leaving; a closed store answers `store-closed`. */
export type DexieTillStore = TillStore & { readonly close: () => void };

const STORE_TIMEOUT_MS = 5_000;

interface NoteRow {
  key: string;
  value: string;
}

class TillDatabase extends Dexie {
  declare readonly records: EntityTable<JournalRecord, 'number'>;
  declare readonly sales: Table<SaleRow, string>;
  declare readonly outbox: EntityTable<OutboxRow, 'key'>;
  declare readonly notes: EntityTable<NoteRow, 'key'>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    // Version 1. `open` marks few rows, so that its index stays tiny: see `markOf`.
    this.version(1).stores({
      records: 'number',
      sales: 'id, createdAtMs, open',
      outbox: 'key',
      notes: 'key',
    });
  }
}

interface SaleRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly open?: Mark;
  readonly sale: Sale;
}

function rowOf(sale: Sale): SaleRow {
  const { id, createdAtMs } = sale;
  const mark = markOf(sale);
  return mark === null ? { id, createdAtMs, sale } : { id, createdAtMs, open: mark, sale };
}

const MONEY_OPEN = 1;
const REFUSED_LATE = 2;
const SIGNATURE_OPEN = 3;
type Mark = typeof MONEY_OPEN | typeof REFUSED_LATE | typeof SIGNATURE_OPEN;

/**
 * One index for three rare things; a sale that is several of them is found by each. What was refused
 * before there was a second mark gets it with the next record about it.
 */
function markOf(sale: Sale): Mark | null {
  if (isMoneyOpen(sale)) return MONEY_OPEN;
  if (wasRefusedLate(sale)) return REFUSED_LATE;
  return isSignatureOpen(sale) ? SIGNATURE_OPEN : null;
}

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
  | 'note'
>;

function readingSide(db: TillDatabase, within: Within): ReadingSide {
  return {
    head: () =>
      within(async () => {
        const last = await db.records.orderBy('number').last();
        return last === undefined ? null : headOf(last);
      }),
    recordsFrom: (number, limit) =>
      within(() => db.records.where('number').aboveOrEqual(number).limit(limit).toArray()),
    sales: (ids) =>
      within(async () => {
        const sales = await readAtOnce(db, ['sales', 'outbox'], async (table) => {
          const rows = await rowsWith<SaleRow>(table('sales'), ids, ({ id }) => id);
          return withTelling([...rows.values()], (keys) => keysThere(table('outbox'), keys));
        });
        return new Map(sales.map((sale) => [sale.id, sale]));
      }),
    writtenSales: (ids) =>
      within(() =>
        readAtOnce(db, ['sales'], async (table) => {
          const rows = await rowsWith<SaleRow>(table('sales'), ids, ({ id }) => id);
          return new Map([...rows].map(([id, { sale }]) => [id, sale]));
        }),
      ),
    recentSales: (limit, skipped = 0) =>
      within(() =>
        db.transaction('r', db.sales, db.outbox, async () => {
          const newestFirst = db.sales.orderBy('createdAtMs').reverse();
          const rows = await newestFirst.offset(skipped).limit(limit).toArray();
          return withTelling(rows, (keys) => keysAmong(db.outbox, keys));
        }),
      ),
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
    outbox: (kind) =>
      within(async () => {
        const prefix = kind === undefined ? '' : outboxKey(kind, '');
        const rows = await readAtOnce(db, ['outbox'], (table) =>
          rowsBeginning<OutboxRow>(table('outbox'), prefix, ({ key }) => key),
        );
        return rows.sort(inSendingOrder);
      }),
    note: (key) => within(async () => (await db.notes.get(key))?.value ?? null),
  };
}

function marked(db: TillDatabase, marks: readonly Mark[]): Promise<Sale[]> {
  return db.transaction('r', db.sales, db.outbox, async () => {
    const rows = await db.sales.where('open').anyOf(marks).toArray();
    return withTelling(rows, (keys) => keysAmong(db.outbox, keys));
  });
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

type WritingSide = Pick<
  TillStore,
  | 'apply'
  | 'dropRecordsFrom'
  | 'dropRows'
  | 'claimUpTo'
  | 'touchOutbox'
  | 'raiseDrainEpoch'
  | 'writeNote'
>;

const EPOCH_KEY = 'drain-epoch';
const CLAIM_KEY: NoteKey = 'drain-claim';

function writingSide(db: TillDatabase, within: Within): WritingSide {
  const epochNow = async (): Promise<number> => Number((await db.notes.get(EPOCH_KEY))?.value ?? 0);
  return {
    apply: ({ record, putSales, putOutbox, deleteOutbox }) =>
      within(async () => {
        // A table that nothing of it goes to is left to whoever reads it meanwhile.
        const isQueued = putOutbox.length + deleteOutbox.length > 0;
        const tables = [
          'records',
          ...(putSales.length > 0 ? ['sales'] : []),
          ...(isQueued ? ['outbox'] : []),
        ];
        await writeAtOnce(db, tables, (table) => {
          table('records').put(record);
          for (const sale of putSales) table('sales').put(rowOf(sale));
          for (const row of putOutbox) table('outbox').put(row);
          return isQueued ? deleteKeys(table('outbox'), deleteOutbox) : undefined;
        });
        return null;
      }),
    dropRecordsFrom: (number) =>
      within(async () => {
        await db.records.where('number').aboveOrEqual(number).delete();
        return null;
      }),
    dropRows: ({ saleIds, outboxKeys }) =>
      within(async () => {
        await db.transaction('rw', db.sales, db.outbox, () =>
          Promise.all([db.sales.bulkDelete([...saleIds]), db.outbox.bulkDelete([...outboxKeys])]),
        );
        return null;
      }),
    claimUpTo: (transactionNumber, epoch) => within(() => claimUpTo(db, transactionNumber, epoch)),
    touchOutbox: (rows, epoch) =>
      within(() =>
        db.transaction('rw', db.outbox, db.notes, async () => {
          if ((await epochNow()) !== epoch) return 'stale';
          const there = await db.outbox.bulkGet(rows.map((row) => row.key));
          await db.outbox.bulkPut(rows.filter((_, i) => there[i] !== undefined));
          return 'done';
        }),
      ),
    raiseDrainEpoch: () =>
      within(() =>
        db.transaction('rw', db.notes, async () => {
          const raised = (await epochNow()) + 1;
          await db.notes.put({ key: EPOCH_KEY, value: String(raised) });
          return raised;
        }),
      ),
    writeNote: (key, value, durability) =>
      within(async () => {
        const put = (table: (name: 'notes') => IDBObjectStore): undefined => {
          table('notes').put({ key, value });
        };
        await writeAtOnce(db, ['notes'], put, durability);
        return null;
      }),
  };
}

/** Once a batch, on the way of everything that is sent: one row is read, one is written. */
async function claimUpTo(
  db: TillDatabase,
  transactionNumber: number,
  epoch: number,
): Promise<'done' | 'stale'> {
  let claim: 'done' | 'stale' = 'stale';
  await writeAtOnce(db, ['notes'], async (table) => {
    const numberAt = async (key: string): Promise<number> => {
      const request = table('notes').get(key) as IDBRequest<NoteRow | undefined>;
      return Number((await asked(request))?.value ?? 0);
    };
    if ((await numberAt(EPOCH_KEY)) !== epoch) return;
    claim = 'done';
    const value = String(Math.max(transactionNumber, await numberAt(CLAIM_KEY)));
    table('notes').put({ key: CLAIM_KEY, value });
  });
  return claim;
}
