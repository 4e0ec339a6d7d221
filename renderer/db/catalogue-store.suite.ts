import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';
import type { Result } from '../../shared/lib/result.ts';
import {
  SHOWN_AT_MOST,
  type CatalogueEntry,
  type CatalogueHeader,
  type CatalogueStore,
} from '../services/catalogue/catalogue-ports.ts';

/** What every catalogue store must keep; run over each adapter (one suite per port). */
export function catalogueStoreSuite(open: () => Promise<CatalogueStore>): void {
  it('starts without a catalogue and finds nothing', async () => {
    const store = await open();
    expect(value(await store.header())).toBeNull();
    expect(value(await store.byBarcode('2000000000015'))).toBeNull();
    expect(value(await store.slice(0, 10))).toEqual([]);
    expect(value(await store.inCategory('drinks', 10))).toEqual({ products: [], hasMore: false });
  });

  it('A02 finds products by barcode, by id and by shelf, in the order of the file', async () => {
    const store = await open();
    const [tea, cola, pen] = [aProduct(3), aProduct(1), aProduct(2, { category: 'household' })];
    await fill(store, [tea, cola], [pen]);
    expect(value(await store.header())).toEqual(headerOf(3));
    expect(value(await store.byBarcode(cola.barcode))).toEqual(cola);
    expect(value(await store.byIds([pen.id, 'gone', tea.id]))).toEqual([pen, tea]);
    expect(value(await store.inCategory('drinks', 10))).toEqual({
      products: [tea, cola],
      hasMore: false,
    });
    expect(value(await store.inCategory('drinks', 1))).toEqual({ products: [tea], hasMore: true });
    expect(value(await store.slice(1, 5))).toEqual(entries([cola, pen]));
    expect(value(await store.slice(3, 5))).toEqual([]);
  });

  it('a product without barcode is never found by an empty scan', async () => {
    const store = await open();
    await fill(store, [aProduct(1, { barcode: '', id: 'sku-1' })]);
    expect(value(await store.byBarcode(''))).toBeNull();
  });

  it('the old catalogue is whole until the new one is complete, and gone then', async () => {
    const store = await open();
    await fill(store, [aProduct(1), aProduct(2)]);
    const replacement = value(await store.beginReplacement());
    value(await replacement.add(entries([aProduct(7)])));
    expect(value(await store.slice(0, 10))).toHaveLength(2);
    expect(value(await store.byBarcode(aProduct(7).barcode))).toBeNull();
    value(await replacement.add(entries([aProduct(8)])));
    value(await replacement.commit(headerOf(2)));
    expect(value(await store.slice(0, 10))).toEqual(entries([aProduct(7), aProduct(8)]));
    expect(value(await store.byBarcode(aProduct(1).barcode))).toBeNull();
    expect(value(await store.byBarcode(aProduct(7).barcode))).toEqual(aProduct(7));
    expect(value(await store.byIds([aProduct(1).id]))).toEqual([]);
  });

  it('an import that was given up, or left half-way, changes nothing', async () => {
    const store = await open();
    await fill(store, [aProduct(1)]);
    const givenUp = value(await store.beginReplacement());
    value(await givenUp.add(entries([aProduct(2)])));
    value(await givenUp.abandon());
    const leftAlone = value(await store.beginReplacement());
    value(await leftAlone.add(entries([aProduct(3)])));
    expect(value(await store.slice(0, 10))).toEqual(entries([aProduct(1)]));
    await fill(store, [aProduct(4)]);
    expect(value(await store.slice(0, 10))).toEqual(entries([aProduct(4)]));
    expect(value(await store.byBarcode(aProduct(3).barcode))).toBeNull();
  });

  it('A02 finds each of many by its code and its id, and none before, between or behind', async () => {
    const store = await open();
    const products = many(333, (number) => ({ id: `shop-${number % 100}-${number}` }));
    await fill(store, products.slice(0, 200), products.slice(200));
    for (const product of products) {
      expect(value(await store.byBarcode(product.barcode))).toEqual(product);
    }
    const ids = products.map(({ id }) => id);
    expect(value(await store.byIds([...ids].reverse()))).toEqual([...products].reverse());
    expect(value(await store.byIds(['shop-7-7', 'shop-7-7']))).toHaveLength(2);
    for (const nowhere of ['0', '2', '2000000000000', '20000000000011', '2000000000334', '9']) {
      expect(value(await store.byBarcode(nowhere))).toBeNull();
      expect(value(await store.byIds([nowhere]))).toEqual([]);
    }
    // An id is no barcode, and the other way round.
    expect(value(await store.byBarcode('shop-7-7'))).toBeNull();
    expect(value(await store.byIds([aProduct(7).barcode]))).toEqual([]);
  });

  it('gives any stretch of the file, however it came in', async () => {
    const store = await open();
    const products = many(300);
    await fill(store, products.slice(0, 1), [], products.slice(1, 130), products.slice(130));
    for (const [from, limit] of [
      [0, 300],
      [63, 1],
      [64, 64],
      [63, 66],
      [127, 2],
      [250, 500],
      [300, 10],
    ] as const) {
      const expected = entries(products.slice(from, from + limit));
      expect(value(await store.slice(from, limit))).toEqual(expected);
    }
  });

  it('a shelf that does not fit says so, one that just fits does not, and small ones are found', async () => {
    const store = await open();
    const large = many(SHOWN_AT_MOST + 50, () => ({ category: 'drinks' }));
    const fits = many(SHOWN_AT_MOST, () => ({ category: 'file-饮料' }), 1_000);
    const small = many(400, (number) => ({ category: `file-${number}` }), 2_000);
    await fill(store, large, fits, small);
    const shelf = async (category: string) =>
      value(await store.inCategory(category, SHOWN_AT_MOST));
    expect(await shelf('drinks')).toEqual({
      products: large.slice(0, SHOWN_AT_MOST),
      hasMore: true,
    });
    expect(await shelf('file-饮料')).toEqual({ products: fits, hasMore: false });
    for (const product of small) {
      expect(await shelf(product.category)).toEqual({ products: [product], hasMore: false });
    }
    for (const nothing of ['', 'a', 'drink', 'file-1', 'zzz']) {
      expect(await shelf(nothing)).toEqual({ products: [], hasMore: false });
    }
  });
}

function many(
  count: number,
  changes: (number: number) => Partial<Product> = () => ({}),
  from = 1,
): Product[] {
  return Array.from({ length: count }, (_, i) => aProduct(from + i, changes(from + i)));
}

function aProduct(number: number, changes: Partial<Product> = {}): Product {
  const barcode = `20${String(number).padStart(11, '0')}`;
  return {
    id: barcode,
    sku: `A-${number}`,
    barcode,
    nameZh: `商品 ${number}`,
    nameEn: `Product ${number}`,
    category: 'drinks',
    priceMinor: minor(100 * number),
    taxBasisPoints: 1300,
    unit: 'piece',
    ...changes,
  };
}

function headerOf(productCount: number): CatalogueHeader {
  return {
    source: 'file',
    name: 'shop.csv',
    loadedAtMs: 1_000,
    productCount,
    categories: [{ id: 'drinks', nameZh: '饮料', nameEn: 'Drinks' }],
    favouriteIds: [],
  };
}

async function fill(store: CatalogueStore, ...slices: Product[][]): Promise<void> {
  const replacement = value(await store.beginReplacement());
  for (const slice of slices) value(await replacement.add(entries(slice)));
  value(await replacement.commit(headerOf(slices.flat().length)));
}

function entries(products: readonly Product[]): CatalogueEntry[] {
  return products.map((product) => ({ product, reading: `Shang Pin ${product.sku}` }));
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
