import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from '../../../shared/domain/money.ts';
import type { Product } from '../../../shared/domain/product.ts';
import { SAMPLE_PRODUCTS } from '../../catalogue/sample-shop.ts';
import { createSearchBuilder } from './catalogue-search.ts';
import { loadNameReader } from './search/reading.ts';
import { plainSearch } from '../testing/plain-search.ts';

const read = await loadNameReader();

function searchOver(products: readonly Product[]) {
  const builder = createSearchBuilder();
  // In two slices, as a worker does it.
  const entries = products.map((product) => ({ product, reading: read(product.nameZh) }));
  builder.add(entries.slice(0, 100));
  builder.add(entries.slice(100));
  return builder.finish();
}

const sample = searchOver(SAMPLE_PRODUCTS);
const namesOf = (query: string, limit = 10) =>
  sample.find(query, limit).products.map(({ nameZh }) => nameZh);

function aProduct(nameZh: string, nameEn: string, number = 1, sku = ''): Product {
  const barcode = String(number);
  return {
    id: barcode,
    sku,
    barcode,
    nameZh,
    nameEn,
    category: 'drinks',
    priceMinor: minor(100),
    taxBasisPoints: 1300,
    unit: 'piece',
  };
}

describe('search over the sample shop', () => {
  it.each([
    ['2000000000015', '农夫山泉 550 ml'],
    ['00001', '农夫山泉 550 ml'],
    ['W0001', '红富士苹果'],
    ['农夫', '农夫山泉 550 ml'],
    ['山泉', '农夫山泉 550 ml'],
    ['nfsq', '农夫山泉 550 ml'],
    ['NFSQ550', '农夫山泉 550 ml'],
    ['nongfu', '农夫山泉 550 ml'],
    ['nong fu', '农夫山泉 550 ml'],
    ['spring w', '农夫山泉 550 ml'],
    ['Spring   WATER', '农夫山泉 550 ml'],
    ['ｓｐｒｉｎｇ', '农夫山泉 550 ml'],
    ['water spring', '农夫山泉 550 ml'],
    ['hfs', '红富士苹果'],
    ['lvdou', '散装绿豆'],
    ['bananas', '香蕉'],
  ])('%s finds %s first', (query, name) => {
    expect(namesOf(query)[0]).toBe(name);
  });

  it.each(['', '   ', 'zzzz', '9999999999999', '飞机', 'nfsq zzzz', '\n'])(
    '%j finds nothing',
    (query) => {
      expect(sample.find(query, 10)).toEqual({ products: [], hasMore: false });
    },
  );

  it('all words must be there, in whatever order', () => {
    expect(namesOf('rice 5')).toEqual([
      '五常大米 5 kg',
      '黄酒 500 ml',
      '香醋 550 ml',
      '米酒 500 ml',
    ]);
    expect(namesOf('米 5')).toContain('五常大米 5 kg');
  });

  it('the last digits of a barcode are enough', () => {
    expect(namesOf('0015', 100)).toContain('农夫山泉 550 ml');
  });

  it('says when there is more than is shown', () => {
    expect(sample.find('ml', 5)).toMatchObject({ hasMore: true });
    expect(sample.find('ml', 5).products).toHaveLength(5);
    expect(sample.find('nfsq', 1)).toMatchObject({ hasMore: false });
  });
});

describe('the order of results', () => {
  const codes = [
    aProduct('茶 123', 'Tea 123', 900),
    aProduct('二', 'Two', 123),
    aProduct('一', 'One', 1234),
    aProduct('三', 'Three', 77, '123'),
  ];
  const tea = [
    aProduct('大叉烧', 'Roast', 1),
    aProduct('冰茶', 'Iced tea', 2),
    aProduct('茶叶蛋', 'Tea egg', 3),
    aProduct('茶', 'Tea', 4),
  ];
  const names = (products: readonly Product[], query: string) =>
    searchOver(products)
      .find(query, 10)
      .products.map(({ nameEn }) => nameEn);

  it('exact code, then the beginning of a code, then part of a name', () => {
    expect(names(codes, '123')).toEqual(['Two', 'Three', 'One', 'Tea 123']);
  });

  it('beginning of the name before its middle, shorter names first', () => {
    expect(names(tea, '茶')).toEqual(['Tea', 'Tea egg', 'Iced tea']);
    expect(names(tea, 'tea')).toEqual(['Tea', 'Tea egg', 'Iced tea']);
  });

  it('initials after names, their beginning before their middle', () => {
    const products = [...tea, aProduct('查票', 'Check', 5)];
    expect(names(products, 'c')).toEqual(['Check', 'Tea', 'Tea egg', 'Iced tea', 'Roast']);
  });

  it('the reading of a character depends on its word', () => {
    const products = [aProduct('银行卡套', 'Card holder', 1), aProduct('行李牌', 'Luggage tag', 2)];
    expect(names(products, 'yhk')).toEqual(['Card holder']);
    expect(names(products, 'xlp')).toEqual(['Luggage tag']);
  });
});

describe('search held against a plain look at every product', () => {
  const word = fc.constantFrom(
    'a',
    'ab',
    'b c',
    '茶',
    '红茶',
    '红',
    'ab cd',
    ' ',
    'x',
    'é',
    '12',
    '😀',
  );
  const name = fc.array(word, { maxLength: 5 }).map((parts) => parts.join(''));
  const code = fc.constantFrom('', '12', '112', '1212', 'a', 'ab1', '２１');
  const aShelf = (maxLength: number) =>
    fc.array(fc.tuple(name, name, code, code), { maxLength, size: 'max' }).map((rows) =>
      rows.map(([nameZh, nameEn, barcode, sku], i) => ({
        ...aProduct(nameZh, nameEn, i, sku),
        barcode,
      })),
    );
  const query = fc.oneof(
    name,
    code,
    fc.constantFrom(
      'hc',
      'cha',
      'ong',
      '茶 ab',
      'cd 12',
      'a b',
      'b a 1',
      '2',
      'a\n',
      '茶\t',
      '\r1',
    ),
  );
  const idsOf = (products: readonly Product[]) => products.map(({ id }) => id);

  it('finds the same products in the same order', () => {
    fc.assert(
      fc.property(aShelf(40), query, fc.integer({ min: 1, max: 60 }), (shelf, typed, limit) => {
        const expected = idsOf(plainSearch(shelf, typed));
        const found = searchOver(shelf).find(typed, limit);
        expect(idsOf(found.products)).toEqual(expected.slice(0, limit));
        expect(found.hasMore).toBe(expected.length > limit);
      }),
    );
  });

  it.each([
    ['hua', 'what stands twice in more products than a head names'],
    ['tea 号', 'a second word that few of very many have'],
    ['tea a', 'a second word that many of very many have'],
    ['9 tea', 'a word that is found in codes and names'],
  ])('%s: %s', (typed) => {
    const shelf = Array.from({ length: 1_000 }, (_, i) => {
      const flavour = ['black', 'green', 'white', 'oat', 'jasmine'][(i * 7) % 5] ?? '';
      const zh = `花${'茶'.repeat(1 + (i % 3))}花 ${i}${i > 900 ? ' 号' : ''}`;
      return aProduct(zh, `Tea ${flavour} ${i * 37}`, 1_000 + i);
    });
    const expected = idsOf(plainSearch(shelf, typed)).slice(0, 300);
    expect(idsOf(searchOver(shelf).find(typed, 300).products)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(90);
  });

  it.each([300, 301, 700])('more of them than a head names, and %i are asked for', (limit) => {
    const shelf = Array.from({ length: 1_000 }, (_, i) =>
      aProduct(`花茶 ${i}`, `Tea ${i * 37}`, 1_000 + i),
    );
    const found = searchOver(shelf).find('tea', limit);
    expect(idsOf(found.products)).toEqual(idsOf(plainSearch(shelf, 'tea')).slice(0, limit));
    expect(found.hasMore).toBe(true);
  });

  it('also where so many share a beginning that the trees fork and answer from their heads', () => {
    const large = fc.tuple(aShelf(60), fc.integer({ min: 2, max: 12 }));
    fc.assert(
      fc.property(
        large,
        query,
        fc.constantFrom(1, 299, 300, 301, 700),
        ([rows, times], typed, limit) => {
          const shelf = Array.from({ length: times }, (_, copy) =>
            rows.map((row) => ({
              ...row,
              id: `${row.id}-${copy}`,
              nameEn: `${row.nameEn}${'abx'.slice(copy % 4)} ${copy}`,
            })),
          ).flat();
          const expected = idsOf(plainSearch(shelf, typed));
          const found = searchOver(shelf).find(typed, limit);
          expect(idsOf(found.products)).toEqual(expected.slice(0, limit));
          expect(found.hasMore).toBe(expected.length > limit);
        },
      ),
      { numRuns: 60 },
    );
  });
});
