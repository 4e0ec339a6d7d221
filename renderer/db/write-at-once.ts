import type { Dexie } from 'dexie';

type Stores = (table: string) => IDBObjectStore;

/**
 * One transaction, strict as a rule, by IndexedDB's own calls on the library's connection: on the
 * way of every sale, what the library does around three writes costs as much again as the writes
 * (`npm run bench -- --only sale`). `work` asks for all of them at once, or looks at what is there
 * first and nothing foreign; the transaction is then closed at once too, instead of waiting whether
 * more is wanted.
 *
 * Resolves when it is on the disk, or a relaxed one when the system has it; rejects when it is not,
 * or when nobody knows (P9).
 */
export function writeAtOnce(
  db: Dexie,
  tables: readonly string[],
  work: (store: Stores) => Promise<void> | undefined,
  durability: 'strict' | 'relaxed' = 'strict',
): Promise<void> {
  return new Promise((done, failed) => {
    const transaction = db.backendDB().transaction([...tables], 'readwrite', { durability });
    let isAborted = false;
    transaction.oncomplete = () => done();
    transaction.onabort = () => {
      isAborted = true;
      failed(transaction.error ?? new Error('the transaction was aborted'));
    };
    // Half of it must not stay: a value that cannot be stored throws before it is asked for.
    const giveUp = (error: unknown): void => {
      if (!isAborted) transaction.abort();
      failed(error instanceof Error ? error : new Error(String(error)));
    };
    try {
      const looking = work((table) => transaction.objectStore(table));
      if (looking === undefined) transaction.commit();
      else looking.then(() => transaction.commit()).catch(giveUp);
    } catch (error) {
      giveUp(error);
    }
  });
}

/** One look at several tables at the same moment; `work` awaits nothing but their requests. */
export async function readAtOnce<Value>(
  db: Dexie,
  tables: readonly string[],
  work: (store: Stores) => Promise<Value>,
): Promise<Value> {
  const transaction = db.backendDB().transaction([...tables], 'readonly');
  return work((table) => transaction.objectStore(table));
}
