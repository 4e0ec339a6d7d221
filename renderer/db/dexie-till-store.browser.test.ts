import { describe, expect, it, vi } from 'vitest';
import { openDexieTillStore } from './dexie-till-store.ts';
import { tillStoreSuite } from './till-store.suite.ts';

let opened = 0;

function freshName(): string {
  opened += 1;
  return `journal-under-test-${opened}-${crypto.randomUUID()}`;
}

describe('the Dexie till store on real IndexedDB', () => {
  tillStoreSuite(() => Promise.resolve(openDexieTillStore(freshName())));

  it('P9 asks for strict durability by name', async () => {
    const durabilities: string[] = [];
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const store = openDexieTillStore(freshName());
    await store.writeNote('anchor', '1');
    for (const { value } of spy.mock.results) {
      if (value.mode === 'readwrite') durabilities.push(value.durability);
    }
    spy.mockRestore();
    expect(new Set(durabilities)).toEqual(new Set(['strict']));
  });

  it('a store that was closed says so instead of hanging', async () => {
    const store = openDexieTillStore(freshName());
    await store.writeNote('anchor', '1');
    store.close();
    expect(await store.note('anchor')).toMatchObject({
      ok: false,
      error: { code: 'store-closed' },
    });
  });

  it('P10 what was written is there after opening again', async () => {
    const name = freshName();
    const first = openDexieTillStore(name);
    await first.writeNote('anchor', '42');
    first.close();
    expect(await openDexieTillStore(name).note('anchor')).toEqual({ ok: true, value: '42' });
  });
});
