import { describe, expect, it } from 'vitest';
import type { Product } from '../../shared/domain/product.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CatalogueEntry } from '../services/catalogue/catalogue-ports.ts';
import { openDexieCatalogueStore } from './catalogue-store-dexie.ts';
import version1 from './migrations/catalogue-v1.json';
import version2 from './migrations/catalogue-v2.json';
import version3 from './migrations/catalogue-v3.json';
import { leaveBehind, schemaOf, type OldDatabase } from './migrations/old-database.ts';

const KEPT: readonly OldDatabase[] = [version1, version2, version3];

/** What the first of them held, all later ones hold as well; of a half import nothing. */
const PRESENT_GENERATION = 2;
const products = version1.rows.products
  .filter(({ generation }) => generation === PRESENT_GENERATION)
  .map(({ product }) => product as unknown as Product);

const READINGS = ['Hong Cha', 'Ping Guo', 'Mao Jin', 'Lv Cha', '" Te Jia " Bei'];

/** Older ones did not keep how their names are read. */
function entriesOf(old: OldDatabase, present: readonly Product[]): CatalogueEntry[] {
  return present.map((product, i) => {
    return { product, reading: old === version3 ? (READINGS[i] ?? null) : null };
  });
}

function freshName(): string {
  return `catalogue-of-old-${crypto.randomUUID()}`;
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe.each(KEPT)('a catalogue of schema $schema.version', (old) => {
  it('A02 opens with today’s program: every product is found in every way', async () => {
    const name = freshName();
    await leaveBehind(name, old);
    const store = openDexieCatalogueStore(name);
    const { header } = present(version1.rows.headers[0], 'a header in the old database');
    expect(value(await store.header())).toEqual(header);
    expect(value(await store.slice(0, 100))).toEqual(entriesOf(old, products));
    for (const product of products) {
      const found = value(await store.byBarcode(product.barcode));
      expect(found).toEqual(product.barcode === '' ? null : product);
    }
    expect(value(await store.byIds(products.map(({ id }) => id)))).toEqual(products);
    const drinks = products.filter(({ category }) => category === 'drinks');
    expect(value(await store.inCategory('drinks', 300)).products).toEqual(drinks);
    store.close();
  });

  it('takes a new catalogue, also where another window has it open', async () => {
    const name = freshName();
    await leaveBehind(name, old);
    const [store, other] = [openDexieCatalogueStore(name), openDexieCatalogueStore(name)];
    expect(value(await other.slice(0, 100))).toEqual(entriesOf(old, products));
    const [product] = products.map((one) => ({ ...one, nameEn: 'new' }));
    const replacement = value(await store.beginReplacement());
    const entry = { product: present(product, 'a product'), reading: 'Hong Cha' };
    value(await replacement.add([entry]));
    value(await replacement.commit(present(value(await store.header()), 'a header')));
    expect(value(await other.slice(0, 100))).toEqual([entry]);
    for (const one of [store, other]) one.close();
  });
});

describe('a large catalogue of schema 10', () => {
  it('A02 is moved whole, in the order of the file', async () => {
    const name = freshName();
    const [pattern] = version1.rows.products;
    const rows = Array.from({ length: 5_000 }, (_, position) => {
      const code = String(position * 7);
      const product = { ...present(pattern, 'a row').product, id: code, barcode: code };
      return { generation: PRESENT_GENERATION, position, ...product, product };
    });
    const { headers } = version1.rows;
    await leaveBehind(name, { schema: version1.schema, rows: { headers, products: rows } });
    const store = openDexieCatalogueStore(name);
    const all = rows.map(({ product }) => product);
    expect(value(await store.slice(0, 10_000))).toEqual(
      all.map((product) => ({ product, reading: null })),
    );
    expect(value(await store.byIds(all.map(({ id }) => id)))).toEqual(all);
    expect(value(await store.inCategory('drinks', 300))).toMatchObject({ hasMore: true });
    store.close();
  });
});

describe('the schema of today', () => {
  it('is the one of the newest catalogue kept here: whoever raises it leaves one behind', async () => {
    const name = freshName();
    const store = openDexieCatalogueStore(name);
    value(await store.header());
    store.close();
    expect(await schemaOf(name)).toEqual(KEPT.at(-1)?.schema);
  });
});
