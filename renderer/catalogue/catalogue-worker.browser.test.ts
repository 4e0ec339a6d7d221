import { describe, expect, it } from 'vitest';
import { checkDigitFor } from '../../shared/domain/barcode.ts';
import { openDexieCatalogueStore } from '../db/catalogue-store-dexie.ts';
import type { ImportProgress } from '../services/catalogue/catalogue-ports.ts';
import { createCatalogueStore } from '../stores/catalogue-store.ts';
import { startCatalogueWorker } from './catalogue-worker-client.ts';

/** As the window has it: the worker and the window each with their own connection. */
async function openShop() {
  const ports = {
    store: openDexieCatalogueStore(),
    work: startCatalogueWorker(),
    nowMs: () => Date.now(),
  };
  const { store, start } = createCatalogueStore(ports);
  await start();
  return { store, ports };
}

function rowOf(number: number): string {
  const before = `20${String(number).padStart(10, '0')}`;
  return `${before}${checkDigitFor(before)},S-${number},矿泉水 ${number} 号,Water no. ${number},1.50`;
}

function fileOf(rowCount: number, lastLine = ''): File {
  const rows = Array.from({ length: rowCount }, (_, i) => rowOf(i + 1));
  return new File(
    [['barcode,sku,name_zh,name_en,price', ...rows, lastLine].join('\n')],
    'large-shop.csv',
  );
}

describe('the catalogue in its worker, on real IndexedDB', () => {
  it('A02 imports a hundred thousand rows, sells meanwhile, and finds each of them after', async () => {
    const { store, ports } = await openShop();
    await store.getState().returnToSamples();
    await store.getState().lookAtFile(fileOf(100_000));
    const seen: ImportProgress[] = [];
    const soldMeanwhile: Promise<unknown>[] = [];
    store.subscribe(({ importing }) => {
      if (importing.kind !== 'reading') return;
      seen.push(importing.progress);
      if (importing.progress.rowCount > 50_000 && soldMeanwhile.length === 0) {
        soldMeanwhile.push(store.getState().findByBarcode('2000000000022'));
      }
    });
    await store.getState().importFile();
    expect(await soldMeanwhile[0]).toMatchObject({ nameZh: '可口可乐 330 ml' });
    expect(seen.length).toBeGreaterThan(10);
    expect(store.getState()).toMatchObject({
      isSample: false,
      searchState: 'ready',
      header: { productCount: 100_000 },
      importing: { kind: 'finished', outcome: { kind: 'imported' } },
    });
    const lastRow = rowOf(100_000).split(',');
    expect(await store.getState().findByBarcode(lastRow[0] ?? '')).toMatchObject({
      nameEn: 'Water no. 100000',
    });
    await store.getState().find('kqs 100000');
    expect(store.getState().shown.products[0]?.nameEn).toBe('Water no. 100000');
    const other = await ports.store.byBarcode('2000000000022');
    expect(other).toMatchObject({ value: { nameEn: 'Water no. 2' } });
  }, 120_000);

  it('can be cancelled in the middle, and a torn file changes nothing', async () => {
    const { store } = await openShop();
    await store.getState().returnToSamples();
    await store.getState().lookAtFile(fileOf(30_000));
    const unsubscribe = store.subscribe(({ importing, cancelImport }) => {
      if (importing.kind !== 'reading' || importing.cancelling) return;
      if (importing.progress.rowCount > 10_000) cancelImport();
    });
    await store.getState().importFile();
    unsubscribe();
    expect(store.getState().importing).toMatchObject({ outcome: { kind: 'cancelled' } });
    await store.getState().lookAtFile(fileOf(5_000, '2000000'));
    await store.getState().importFile();
    expect(store.getState()).toMatchObject({
      isSample: true,
      importing: { outcome: { kind: 'refused', faultCount: 1, faults: [{ code: 'row-short' }] } },
    });
    expect(await store.getState().findByBarcode('2000000000022')).toMatchObject({
      nameZh: '可口可乐 330 ml',
    });
  }, 120_000);
});
