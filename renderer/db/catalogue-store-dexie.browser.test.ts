import { describe, expect, it } from 'vitest';
import { openDexieCatalogueStore } from './catalogue-store-dexie.ts';
import { catalogueStoreSuite } from './catalogue-store.suite.ts';

function freshName(): string {
  return `catalogue-under-test-${crypto.randomUUID()}`;
}

describe('the Dexie catalogue store on real IndexedDB', () => {
  catalogueStoreSuite(() => Promise.resolve(openDexieCatalogueStore(freshName())));

  it('A02 what was imported is there after opening again', async () => {
    const name = freshName();
    const first = openDexieCatalogueStore(name);
    const begun = await first.beginReplacement();
    if (!begun.ok) throw new Error(begun.error.detail);
    const header = {
      source: 'sample',
      name: 'sample-shop',
      loadedAtMs: 1,
      productCount: 0,
      categories: [],
      favouriteIds: [],
    } as const;
    await begun.value.commit(header);
    first.close();
    expect(await openDexieCatalogueStore(name).header()).toEqual({ ok: true, value: header });
  });

  it('a store that was closed says so instead of hanging', async () => {
    const store = openDexieCatalogueStore(freshName());
    await store.header();
    store.close();
    expect(await store.byBarcode('1')).toMatchObject({
      ok: false,
      error: { code: 'store-closed' },
    });
  });
});
