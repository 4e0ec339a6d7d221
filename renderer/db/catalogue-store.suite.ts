import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CatalogueHeader, CatalogueStore } from '../services/catalogue/catalogue-ports.ts';

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
    expect(value(await store.slice(1, 5))).toEqual([cola, pen]);
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
    value(await replacement.add([aProduct(7)]));
    expect(value(await store.slice(0, 10))).toHaveLength(2);
    expect(value(await store.byBarcode(aProduct(7).barcode))).toBeNull();
    value(await replacement.add([aProduct(8)]));
    value(await replacement.commit(headerOf(2)));
    expect(value(await store.slice(0, 10))).toEqual([aProduct(7), aProduct(8)]);
    expect(value(await store.byBarcode(aProduct(1).barcode))).toBeNull();
    expect(value(await store.byBarcode(aProduct(7).barcode))).toEqual(aProduct(7));
    expect(value(await store.byIds([aProduct(1).id]))).toEqual([]);
  });

  it('an import that was given up, or left half-way, changes nothing', async () => {
    const store = await open();
    await fill(store, [aProduct(1)]);
    const givenUp = value(await store.beginReplacement());
    value(await givenUp.add([aProduct(2)]));
    value(await givenUp.abandon());
    const leftAlone = value(await store.beginReplacement());
    value(await leftAlone.add([aProduct(3)]));
    expect(value(await store.slice(0, 10))).toEqual([aProduct(1)]);
    await fill(store, [aProduct(4)]);
    expect(value(await store.slice(0, 10))).toEqual([aProduct(4)]);
  });
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
  for (const slice of slices) value(await replacement.add(slice));
  value(await replacement.commit(headerOf(slices.flat().length)));
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
