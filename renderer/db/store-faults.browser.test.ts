import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDexieTillStore } from './dexie-till-store.ts';

/** What disks and browsers do to an open database, on real IndexedDB (ARCHITECTURE, "Data at rest"). */

afterEach(() => {
  vi.restoreAllMocks();
});

function freshName(): string {
  return `journal-under-fault-${crypto.randomUUID()}`;
}

const requested = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no reason given')));
  });

/** A connection that is not the till's: another window, another version. */
function rawOpen(name: string, version?: number): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  return requested(request);
}

/** The connections that the till itself has used. */
function watchConnections(): () => IDBDatabase[] {
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
  return () => spy.mock.contexts as IDBDatabase[];
}

function failingWrites(name: string): void {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('planted', name);
  });
}

/** Keeps every other write of the database waiting until it is released, like a disk that hangs. */
async function holdWrites(name: string): Promise<() => Promise<void>> {
  const db = await rawOpen(name);
  const transaction = db.transaction('notes', 'readwrite');
  let held = true;
  const goOn = (): void => {
    if (!held) return;
    transaction.objectStore('notes').count().addEventListener('success', goOn);
  };
  goOn();
  const over = new Promise((resolve) => transaction.addEventListener('complete', resolve));
  return async () => {
    held = false;
    await over;
    db.close();
  };
}

describe('a database that fails', () => {
  it.each(['QuotaExceededError', 'UnknownError'])(
    'F08 %s is a full disk: said so, and the next write goes on once there is room',
    async (name) => {
      const store = openDexieTillStore(freshName());
      failingWrites(name);
      expect(await store.writeNote('anchor', '1')).toMatchObject({ error: { code: 'store-full' } });
      vi.restoreAllMocks();
      expect(await store.writeNote('anchor', '2')).toMatchObject({ ok: true });
    },
  );

  it('F08 a disk that fills up inside a transaction writes all of it or nothing', async () => {
    const store = openDexieTillStore(freshName());
    await store.writeNote('anchor', '1');
    const record = { number: 1 } as never;
    const outbox = [{ key: 'a' }, { key: 'b' }] as never;
    failingWrites('QuotaExceededError');
    const applied = await store.apply({
      record,
      putSales: [],
      putOutbox: outbox,
      deleteOutbox: [],
    });
    expect(applied).toMatchObject({ error: { code: 'store-full' } });
    vi.restoreAllMocks();
    expect(await store.head()).toEqual({ ok: true, value: null });
    expect(await store.outbox()).toEqual({ ok: true, value: [] });
  });

  it('F08 a write that hangs is given up, and the store works again without a restart', async () => {
    const name = freshName();
    const store = openDexieTillStore(name, { timeoutMs: 300 });
    await store.writeNote('anchor', '1');
    const release = await holdWrites(name);
    expect(await store.writeNote('anchor', '2')).toMatchObject({
      error: { code: 'store-timeout' },
    });
    await release();
    expect(await store.writeNote('draft-cart', '{}')).toMatchObject({ ok: true });
    // Nobody knew whether it was written: it is read back, and here it was.
    expect(await store.note('anchor')).toEqual({ ok: true, value: '2' });
  });

  it('P10 closed by the browser: opened again by the next call', async () => {
    const used = watchConnections();
    const store = openDexieTillStore(freshName());
    await store.writeNote('anchor', '1');
    for (const connection of new Set(used())) {
      connection.close();
      connection.dispatchEvent(new Event('close'));
    }
    expect(await store.note('anchor')).toEqual({ ok: true, value: '1' });
    expect(new Set(used()).size).toBe(2);
  });

  it('P10 written by a newer version: refused, and nothing in it is touched', async () => {
    const name = freshName();
    const request = indexedDB.open(name, 30);
    request.addEventListener('upgradeneeded', () => {
      for (const table of ['records', 'sales', 'outbox', 'notes', 'history', 'of-the-future']) {
        request.result.createObjectStore(table);
      }
    });
    (await requested(request)).close();
    const store = openDexieTillStore(name);
    expect(await store.head()).toMatchObject({ error: { code: 'store-newer' } });
    expect(await store.writeNote('anchor', '1')).toMatchObject({ error: { code: 'store-newer' } });
    const raw = await rawOpen(name);
    expect(raw.version).toBe(30);
    expect(await requested(raw.transaction('notes').objectStore('notes').count())).toBe(0);
    raw.close();
  });

  it('P10 another window that brings a newer version gets it at once; this one says why it stops', async () => {
    const name = freshName();
    const store = openDexieTillStore(name);
    await store.writeNote('anchor', '1');
    const newer = await rawOpen(name, 30);
    newer.close();
    expect(await store.note('anchor')).toMatchObject({ error: { code: 'store-newer' } });
  });

  it('P11 an older window that does not let go is named; when it is gone, work goes on', async () => {
    const name = freshName();
    const older = await rawOpen(name, 1);
    const store = openDexieTillStore(name, { timeoutMs: 300 });
    expect(await store.head()).toMatchObject({ error: { code: 'other-window' } });
    older.close();
    await expect.poll(() => store.head()).toEqual({ ok: true, value: null });
  });

  it('P24 a store that was left says so instead of hanging', async () => {
    const store = openDexieTillStore(freshName());
    await store.writeNote('anchor', '1');
    store.close();
    expect(await store.note('anchor')).toMatchObject({ error: { code: 'store-closed' } });
  });
});
