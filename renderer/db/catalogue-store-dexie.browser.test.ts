import { afterEach, describe, expect, it, vi } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { CatalogueEntry } from '../services/catalogue/catalogue-ports.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openDexieCatalogueStore } from './catalogue-store-dexie.ts';
import { catalogueStoreSuite } from './catalogue-store.suite.ts';

function freshName(): string {
  return `catalogue-under-test-${crypto.randomUUID()}`;
}

function anEntry(number: number, nameEn = ''): CatalogueEntry {
  const code = `69${String((number * 7_919) % 1_000_003).padStart(11, '0')}`;
  const text = { nameZh: `商品 ${number}`, nameEn, category: `file-${number % 30}` };
  const price = { priceMinor: minor(number), taxBasisPoints: 1300, unit: 'piece' } as const;
  const product = { id: code, sku: `A-${number}`, barcode: code, ...text, ...price };
  return { product, reading: `Shang Pin ${number}` };
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const HEADER = {
  source: 'file',
  name: 'shop.csv',
  loadedAtMs: 1,
  productCount: 1,
  categories: [],
  favouriteIds: [],
} as const;

afterEach(() => {
  vi.restoreAllMocks();
});

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

  it('A02 takes a hundred thousand goods twice, and whoever had opened it before sees the second', async () => {
    const name = freshName();
    const [writer, reader] = [openDexieCatalogueStore(name), openDexieCatalogueStore(name)];
    for (const edition of ['first', 'second']) {
      const replacement = value(await writer.beginReplacement());
      for (let from = 0; from < 100_000; from += 500) {
        const some = Array.from({ length: 500 }, (_, i) => anEntry(from + i, edition));
        value(await replacement.add(some));
      }
      value(await replacement.commit(HEADER));
      for (let number = 0; number < 100_000; number += 997) {
        const { product } = anEntry(number, edition);
        expect(value(await reader.byBarcode(product.barcode))).toEqual(product);
      }
      expect(value(await reader.slice(99_990, 20))).toHaveLength(10);
      expect(value(await reader.inCategory('file-29', 300)).products[299]?.sku).toBe('A-8999');
    }
  }, 120_000);

  it.each([0, 3])(
    'F08 a disk that is full after %i pieces of the end leaves the old catalogue whole',
    async (goodWrites) => {
      const store = openDexieCatalogueStore(freshName());
      const before = value(await store.beginReplacement());
      value(await before.add([anEntry(1, 'old')]));
      value(await before.commit(HEADER));
      const replacement = value(await store.beginReplacement());
      value(await replacement.add(Array.from({ length: 200 }, (_, i) => anEntry(i, 'new'))));
      let left = goodWrites;
      vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
        this: IDBObjectStore,
        row: unknown,
      ) {
        if (left === 0) throw new DOMException('planted', 'QuotaExceededError');
        left -= 1;
        return this.put(row);
      });
      expect(await replacement.commit(HEADER)).toMatchObject({ error: { code: 'store-full' } });
      vi.restoreAllMocks();
      value(await replacement.abandon());
      expect(value(await store.byBarcode(anEntry(1).product.barcode))?.nameEn).toBe('old');
      expect(value(await store.slice(0, 500))).toHaveLength(1);
    },
  );

  it('an import that missed a page never becomes the catalogue', async () => {
    const store = openDexieCatalogueStore(freshName());
    const replacement = value(await store.beginReplacement());
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('planted', 'QuotaExceededError');
    });
    const full = { ok: false, error: { code: 'store-full' } };
    expect(await replacement.add(Array.from({ length: 64 }, (_, i) => anEntry(i)))).toMatchObject(
      full,
    );
    expect(await replacement.add([anEntry(99)])).toMatchObject(full);
    expect(await replacement.commit(HEADER)).toMatchObject(full);
    expect(value(await store.header())).toBeNull();
  });
});
