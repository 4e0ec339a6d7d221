import type { Dexie } from 'dexie';

/**
 * One strict transaction in which nothing is read, by IndexedDB's own calls on the library's
 * connection: on the way of every sale, what the library does around three writes costs as much
 * again as the writes (`npm run bench -- --only sale`). `work` asks for all of them at once; the
 * transaction is then closed at once too, instead of waiting whether more is wanted.
 *
 * Resolves when it is on the disk; rejects when it is not, or when nobody knows (P9).
 */
export function writeAtOnce(
  db: Dexie,
  tables: readonly string[],
  work: (store: (table: string) => IDBObjectStore) => void,
): Promise<void> {
  return new Promise((done, failed) => {
    const transaction = db
      .backendDB()
      .transaction([...tables], 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => done();
    transaction.onabort = () =>
      failed(transaction.error ?? new Error('the transaction was aborted'));
    try {
      work((table) => transaction.objectStore(table));
      transaction.commit();
    } catch (error) {
      // Half of it must not stay: a value that cannot be stored throws before it is asked for.
      transaction.abort();
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
