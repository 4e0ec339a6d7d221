import { Dexie } from 'dexie';
import { v7 } from 'uuid';
import type { DexieTillStore } from '../../renderer/db/dexie-till-store.ts';
import { historyPolicy } from '../../renderer/services/books/history-keeper.ts';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import { sampleRecords } from './sample-sale.ts';

const AT_ONCE = 500;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** A busy shop. The till packs what is old every other week or so, as it does while it sells. */
const SALES_A_DAY = 1_000;
const PACKS_EVERY = 10_000;
/** Before everything that this till sells, as its keys are: a database is asked at its end. */
const FIRST_NUMBER = -1_000_000;

/**
 * So many sales in the till's database, the last of them of today, row by row as its own store
 * writes them, but many in one transaction; and packed by that store as days go by. Their records are
 * numbered below the till's first: the journal file, which only ever grows at its end, need not hold
 * them.
 */
export async function fillStore(store: DexieTillStore, sales: number): Promise<void> {
  const everyMs = DAY_MS / SALES_A_DAY;
  const firstAtMs = Date.now() - (sales + 1) * everyMs;
  const records = sampleRecords({ firstAtMs, everyMs, uuid: () => v7() });
  const db = await new Dexie('journal').open();
  try {
    for (let done = 0; done < sales; done += AT_ONCE) {
      await write(db.backendDB(), records, Math.min(AT_ONCE, sales - done));
      const isPacking = (done + AT_ONCE) % PACKS_EVERY === 0;
      if (isPacking) await pack(store, firstAtMs + (done + AT_ONCE) * everyMs);
    }
  } finally {
    db.close();
  }
}

async function pack(store: DexieTillStore, nowMs: number): Promise<void> {
  for (;;) {
    const stepped = await store.packHistory(historyPolicy(nowMs));
    if (!stepped.ok) throw new Error(`${stepped.error.code}: ${stepped.error.detail}`);
    if (stepped.value === 'done') return;
  }
}

function write(
  db: IDBDatabase,
  records: Iterator<JournalRecord, never>,
  count: number,
): Promise<void> {
  return new Promise((done, failed) => {
    const options = { durability: 'relaxed' } as const;
    const transaction = db.transaction(['records', 'sales'], 'readwrite', options);
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error ?? new Error('aborted'));
    for (let made = 0; made < count; made += 1) {
      const { record, row } = nextSale(records);
      transaction.objectStore('records').put(record);
      transaction.objectStore('sales').put(row);
    }
    transaction.commit();
  });
}

function nextSale(records: Iterator<JournalRecord, never>) {
  const { value } = records.next();
  const record: JournalRecord = { ...value, number: FIRST_NUMBER + value.number };
  const { body } = record;
  if (body.kind !== 'sale') throw new Error('a record of a sale is stored here');
  const { sale } = body;
  return { record, row: { id: sale.id, createdAtMs: sale.createdAtMs, sale } };
}
