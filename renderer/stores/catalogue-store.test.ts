import { describe, expect, it } from 'vitest';
import { checkDigitFor } from '../../shared/domain/barcode.ts';
import { SAMPLE_PRODUCTS } from '../catalogue/sample-shop.ts';
import type { ProductList } from '../services/catalogue/catalogue-ports.ts';
import {
  benchCatalogue,
  csvFile,
  CSV_HEADER,
  faultLines,
} from '../services/testing/catalogue-bench.ts';

const label = (before: string) => `${before}${checkDigitFor(before)}`;
const names = (list: { products: readonly { nameEn: string }[] }) =>
  list.products.map(({ nameEn }) => nameEn);

describe('the catalogue of a till', () => {
  it('A02 first start: the sample shop is there, is named as such, and opens at the favourites', async () => {
    const { store, start } = benchCatalogue();
    expect(store.getState()).toMatchObject({ phase: 'opening', isSample: false });
    await start();
    const state = store.getState();
    expect(state).toMatchObject({ phase: 'ready', isSample: true, searchState: 'ready' });
    expect(state.categories.map(({ nameZh }) => nameZh)).toEqual([
      '常用',
      '饮料',
      '零食',
      '粮油',
      '日用',
      '烟酒',
      '称重',
      '服务',
    ]);
    expect(names(state.shown)).toHaveLength(20);
    expect(names(state.shown)[0]).toBe('Spring water 550 ml');
  });

  it('A02 a second start keeps what was imported', async () => {
    const bench = benchCatalogue();
    await bench.start();
    await bench.importFile(csvFile(CSV_HEADER, '2000000000015,Tea,2.00'));
    await bench.start();
    expect(bench.store.getState()).toMatchObject({
      isSample: false,
      header: { source: 'file', name: 'shop.csv', productCount: 1 },
    });
  });

  it('a shelf shows its goods in order, a search what is typed, an empty text the shelf again', async () => {
    const { store, start } = benchCatalogue();
    await start();
    await store.getState().chooseCategory('weighed');
    expect(names(store.getState().shown)[0]).toBe('Fuji apples');
    await store.getState().find('nfsq');
    expect(names(store.getState().shown)).toEqual(['Spring water 550 ml']);
    await store.getState().find(' ');
    expect(store.getState().view).toEqual({ kind: 'category', categoryId: 'weighed' });
    expect(names(store.getState().shown)[0]).toBe('Fuji apples');
  });

  it('an older answer never replaces a newer one', async () => {
    const { store, start, work } = benchCatalogue();
    await start();
    const searchNow = work.search;
    let answerLate: (list: ProductList) => void = () => undefined;
    const late = new Promise<ProductList>((resolve) => {
      answerLate = resolve;
    });
    Object.assign(work, { search: () => late });
    const first = store.getState().find('n');
    Object.assign(work, { search: searchNow });
    await store.getState().find('香蕉');
    answerLate({ products: [...SAMPLE_PRODUCTS], hasMore: false });
    await first;
    expect(names(store.getState().shown)).toEqual(['Bananas']);
  });

  it('A25 a scan finds its product, also under a scale label with its weight', async () => {
    const { store, start } = benchCatalogue();
    await start();
    const { findByBarcode, findScan } = store.getState();
    expect(await findByBarcode(' 2000000000015 ')).toMatchObject({ nameZh: '农夫山泉 550 ml' });
    expect(await findByBarcode('2000000000016')).toBeNull();
    expect(await findScan('2000000000015')).toMatchObject({ quantityMilli: 1_000 });
    expect(await findScan(label('210000100642'))).toMatchObject({
      product: { nameZh: '红富士苹果', unit: 'kg' },
      quantityMilli: 642,
    });
    expect(await findScan(label('210999900642'))).toBeNull();
  });

  it('a catalogue that fails says so, and works again when it can', async () => {
    const { store, start, database } = benchCatalogue();
    database.breakDown(true);
    await start();
    expect(store.getState()).toMatchObject({ phase: 'failed', failure: { code: 'store-failed' } });
    expect(await store.getState().findByBarcode('2000000000015')).toBeNull();
    database.breakDown(false);
    await store.getState().tryAgain();
    expect(store.getState()).toMatchObject({ phase: 'ready', failure: null, isSample: true });
    database.breakDown(true);
    await store.getState().findByBarcode('2000000000015');
    expect(store.getState()).toMatchObject({ phase: 'ready', failure: { code: 'store-failed' } });
  });

  it('I9 a shelf that cannot be read is not called empty', async () => {
    const { store, start, database } = benchCatalogue();
    await start();
    database.breakDown(true);
    await store.getState().chooseCategory('drinks');
    expect(store.getState()).toMatchObject({ shown: { products: [] }, isShelfRead: false });
    database.breakDown(false);
    await store.getState().find('');
    expect(store.getState()).toMatchObject({ isShelfRead: true });
    expect(names(store.getState().shown)).toContain('Cola 330 ml');
  });

  it('a shelf that is shown is not read again because the search is empty', async () => {
    const { store, start } = benchCatalogue();
    await start();
    const { shown } = store.getState();
    await store.getState().find('');
    expect(store.getState().shown).toBe(shown);
  });
});

describe('importing a file', () => {
  it('shows what it found, imports it, and sells the new goods at once', async () => {
    const bench = benchCatalogue();
    await bench.start();
    const { lookAtFile, importFile } = bench.store.getState();
    await lookAtFile(csvFile(CSV_HEADER, '2000000000015,Tea,2.00'));
    expect(bench.store.getState().importing).toMatchObject({
      kind: 'looked',
      preview: {
        header: ['barcode', 'name_en', 'price'],
        rows: [['2000000000015', 'Tea', '2.00']],
      },
    });
    await importFile();
    expect(bench.store.getState()).toMatchObject({
      isSample: false,
      categories: [{ id: 'other' }],
      importing: { kind: 'finished', outcome: { kind: 'imported' } },
    });
    expect(names(bench.store.getState().shown)).toEqual(['Tea']);
    await bench.store.getState().find('te');
    expect(names(bench.store.getState().shown)).toEqual(['Tea']);
    expect(await bench.store.getState().findByBarcode('2000000000022')).toBeNull();
  });

  it('columns that were not recognised can be assigned by hand, or left out', async () => {
    const bench = benchCatalogue();
    await bench.start();
    const { lookAtFile, assignColumn, importFile } = bench.store.getState();
    await lookAtFile(csvFile('a,b,price,tax', '2000000000015,Tea,2.00,lots'));
    await importFile();
    expect(bench.store.getState().importing).toMatchObject({ outcome: { kind: 'refused' } });
    await lookAtFile(csvFile('a,b,price,tax', '2000000000015,Tea,2.00,lots'));
    assignColumn('barcode', 0);
    assignColumn('nameEn', 1);
    assignColumn('tax', null);
    await importFile();
    expect(await bench.store.getState().findByBarcode('2000000000015')).toMatchObject({
      nameEn: 'Tea',
      taxBasisPoints: 1300,
    });
  });

  it('a file with a bad row names it and leaves the catalogue as it was', async () => {
    const bench = benchCatalogue();
    await bench.start();
    const state = await bench.importFile(
      csvFile(CSV_HEADER, '2000000000015,Tea,2.00', '2000000000022,Milk,−1'),
    );
    const outcome = state.kind === 'finished' ? state.outcome : null;
    expect(outcome?.kind === 'refused' && faultLines(outcome.faults)).toEqual([
      '3 price price-negative',
    ]);
    expect(bench.store.getState()).toMatchObject({ isSample: true, header: { source: 'sample' } });
  });

  it('can be cancelled, and the samples can be had back', async () => {
    const bench = benchCatalogue();
    await bench.start();
    await bench.importFile(csvFile(CSV_HEADER, '2000000000015,Tea,2.00'));
    const { lookAtFile, importFile, cancelImport, returnToSamples } = bench.store.getState();
    await lookAtFile(csvFile(CSV_HEADER, '2000000000015,Milk,2.00'));
    const running = importFile();
    cancelImport();
    expect(bench.store.getState().importing).toMatchObject({ kind: 'reading', cancelling: true });
    await running;
    expect(bench.store.getState().importing).toMatchObject({ outcome: { kind: 'cancelled' } });
    expect(await bench.store.getState().findByBarcode('2000000000015')).toMatchObject({
      nameEn: 'Tea',
    });
    await returnToSamples();
    expect(bench.store.getState()).toMatchObject({ isSample: true });
  });
});
