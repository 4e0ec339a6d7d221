import type { TillPage } from './page-models/till-page.ts';

/** Takes the records behind the last one that is kept out of the till's database. */
export function forgetRecords(till: TillPage, lastKept: number): Promise<void> {
  return deleteRows(till, 'records', lastKept);
}

/** Takes every sale out of it; what tells the bank of them stays. */
export function forgetSales(till: TillPage): Promise<void> {
  return deleteRows(till, 'sales', '');
}

/** The rows behind this key, behind the till's back. */
async function deleteRows(
  { page }: TillPage,
  store: 'records' | 'sales',
  behind: number | string,
): Promise<void> {
  await page.evaluate(
    async ([name, from]) => {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const opening = indexedDB.open('journal');
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => failed(opening.error as DOMException);
      });
      const change = database.transaction(name, 'readwrite', { durability: 'strict' });
      change.objectStore(name).delete(IDBKeyRange.lowerBound(from, true));
      await new Promise((done) => {
        change.oncomplete = done;
      });
      database.close();
    },
    [store, behind] as const,
  );
}
