import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { RowChanges } from '../../shared/domain/row-changes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { ok } from '../../shared/lib/result.ts';
import { Turns } from '../../shared/lib/turns.ts';
import type { NoteKey, TillStore } from '../ports.ts';
import type { PackingStore } from '../services/books/history-keeper.ts';
import { dropPackedFrom, dropPackedSales, HistoryPacker } from './history-packing.ts';
import { asked, deleteKeys } from './many-keys.ts';
import { rowOf, TillDatabase, type NoteRow } from './till-database.ts';
import { readingSide } from './till-reading.ts';
import { timedDatabase, type Within } from './timed-database.ts';
import { writeAtOnce } from './write-at-once.ts';

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
  return {
    ...readingSide(db, within),
    ...writingSide(db, within),
    ...historySide(db, within),
    close: leave,
  };
}

export type DexieTillStore = TillStore &
  PackingStore & {
    /** For tests and for leaving; a closed store answers `store-closed`. */
    readonly close: () => void;
  };

const STORE_TIMEOUT_MS = 5_000;

type WritingSide = Pick<
  TillStore,
  'apply' | 'claimUpTo' | 'touchOutbox' | 'raiseDrainEpoch' | 'writeNote'
>;

const EPOCH_KEY = 'drain-epoch';
const CLAIM_KEY: NoteKey = 'drain-claim';

function writingSide(db: TillDatabase, within: Within): WritingSide {
  const epochNow = async (): Promise<number> => Number((await db.notes.get(EPOCH_KEY))?.value ?? 0);
  return {
    apply: (...changes) =>
      within(async () => {
        const { records, sales, outbox, leaving } = altogether(changes);
        // A table that nothing of it goes to is left to whoever reads it meanwhile.
        const isQueued = outbox.length + leaving.length > 0;
        const tables = [
          'records',
          ...(sales.length > 0 ? ['sales'] : []),
          ...(isQueued ? ['outbox'] : []),
        ];
        await writeAtOnce(db, tables, (table) => {
          for (const record of records) table('records').put(record);
          for (const sale of sales) table('sales').put(rowOf(sale));
          for (const row of outbox) table('outbox').put(row);
          return isQueued ? deleteKeys(table('outbox'), leaving) : undefined;
        });
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

/** What is left of them once each has been taken in turn: a row that is put and taken out is not put. */
function altogether(changes: readonly RowChanges[]) {
  const sales = new Map<string, Sale>();
  const outbox = new Map<string, OutboxRow | null>();
  for (const { putSales, putOutbox, deleteOutbox } of changes) {
    for (const sale of putSales) sales.set(sale.id, sale);
    for (const row of putOutbox) outbox.set(row.key, row);
    for (const key of deleteOutbox) outbox.set(key, null);
  }
  return {
    records: changes.map(({ record }) => record),
    sales: [...sales.values()],
    outbox: [...outbox.values()].filter((row) => row !== null),
    leaving: [...outbox].flatMap(([key, row]) => (row === null ? [key] : [])),
  };
}

/** What takes rows out or moves them, one after the other. */
function historySide(
  db: TillDatabase,
  within: Within,
): Pick<DexieTillStore, 'dropRecordsFrom' | 'dropRows' | 'packHistory'> {
  const packer = new HistoryPacker(db);
  const turns = new Turns();
  return {
    packHistory: (policy) => turns.take(() => within(() => packer.step(policy))),
    dropRecordsFrom: (number) =>
      turns.take(async () => {
        packer.forget();
        // From the newest down: wherever it stops, no number is missing below one that is there.
        const rows = await within(() => db.records.where('number').aboveOrEqual(number).delete());
        if (!rows.ok) return rows;
        for (;;) {
          const more = await within(() => dropPackedFrom(db, number));
          if (!more.ok) return more;
          if (!more.value) return ok(null);
        }
      }),
    dropRows: ({ saleIds, outboxKeys }) =>
      turns.take(() => {
        packer.forget();
        return within(async () => {
          await dropPackedSales(db, saleIds);
          await db.transaction('rw', db.sales, db.outbox, () =>
            Promise.all([db.sales.bulkDelete([...saleIds]), db.outbox.bulkDelete([...outboxKeys])]),
          );
          return null;
        });
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
