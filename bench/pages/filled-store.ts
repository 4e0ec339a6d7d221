import { Dexie } from 'dexie';
import { v7 } from 'uuid';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import { sampleRecords } from './sample-sale.ts';

const AT_ONCE = 500;
/** Before everything that this till sells, as its keys are: a database is asked at its end. */
const records = sampleRecords({ firstAtMs: Date.UTC(2026, 0, 1), uuid: () => v7() });
const FIRST_NUMBER = -1_000_000;
let filled = 0;

/**
 * So many more sales in the till's database, row by row as its own store writes them, but many in
 * one transaction. Their records are numbered below the till's first: the journal file, which only
 * ever grows at its end, need not hold them.
 */
export async function fillStore(sales: number): Promise<void> {
  const db = await new Dexie('journal').open();
  try {
    for (let done = 0; done < sales; done += AT_ONCE) {
      await write(db.backendDB(), Math.min(AT_ONCE, sales - done));
    }
  } finally {
    db.close();
  }
}

function write(db: IDBDatabase, count: number): Promise<void> {
  return new Promise((done, failed) => {
    const options = { durability: 'relaxed' } as const;
    const transaction = db.transaction(['records', 'sales'], 'readwrite', options);
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error ?? new Error('aborted'));
    for (let made = 0; made < count; made += 1) {
      const { record, row } = nextSale();
      transaction.objectStore('records').put(record);
      transaction.objectStore('sales').put(row);
    }
    transaction.commit();
  });
}

function nextSale() {
  const { value } = records.next();
  filled += 1;
  const record: JournalRecord = { ...value, number: FIRST_NUMBER + filled };
  const { body } = record;
  if (body.kind !== 'sale') throw new Error('a record of a sale is stored here');
  const { sale } = body;
  return { record, row: { id: sale.id, createdAtMs: sale.createdAtMs, sale } };
}
