import { openDexieTillStore } from '../../renderer/db/dexie-till-store.ts';
import { headOf, type JournalRecord } from '../../shared/domain/journal.ts';
import { changesOf } from '../../shared/domain/projection.ts';
import { present } from '../../shared/lib/assert.ts';

/** Whoever stores one completed sale; resolves when it is said to be on the disk. */
export type SaleWriter = (record: JournalRecord) => Promise<unknown>;

/** The till's own: the record itself besides sale and outbox row, since the record is its head. */
export function ourWriter(): SaleWriter {
  const store = openDexieTillStore('bench-ours');
  return async (record) => {
    const changes = changesOf(record, { sales: new Map(), outbox: new Map() });
    const stored = await store.apply(changes);
    if (!stored.ok) throw new Error(`${stored.error.code}: ${stored.error.detail}`);
  };
}

/** What is told of a sale, as three rows: all that anybody has to store. */
export function rowsOf(record: JournalRecord) {
  const { body } = record;
  if (body.kind !== 'sale') throw new Error('a record of a sale is stored here');
  const { sale, outbox } = body;
  const { id, createdAtMs } = sale;
  const outboxRow = present(outbox[0], 'what the bank is told');
  return { sale: { id, createdAtMs, sale }, outboxRow, head: { id: 'head', ...headOf(record) } };
}

/** IndexedDB by hand: the same three writes in one strict transaction, and nothing around it. */
export async function rawWriter(): Promise<SaleWriter> {
  const opening = indexedDB.open('bench-raw', 1);
  opening.onupgradeneeded = () => {
    const sales = opening.result.createObjectStore('sales', { keyPath: 'id' });
    sales.createIndex('createdAtMs', 'createdAtMs');
    sales.createIndex('open', 'open');
    opening.result.createObjectStore('outbox', { keyPath: 'key' });
    opening.result.createObjectStore('head', { keyPath: 'id' });
  };
  const db = await new Promise<IDBDatabase>((opened, failed) => {
    opening.onsuccess = () => opened(opening.result);
    opening.onerror = () => failed(opening.error ?? new Error('IndexedDB did not open'));
  });
  return (record) =>
    new Promise<void>((done, failed) => {
      const { sale, outboxRow, head } = rowsOf(record);
      const durability = { durability: 'strict' } as const;
      const transaction = db.transaction(['sales', 'outbox', 'head'], 'readwrite', durability);
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error ?? new Error('aborted'));
      transaction.objectStore('sales').put(sale);
      transaction.objectStore('outbox').put(outboxRow);
      transaction.objectStore('head').put(head);
      transaction.commit();
    });
}
