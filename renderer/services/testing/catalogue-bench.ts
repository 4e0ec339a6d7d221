import type { CatalogueFault } from '../../../shared/domain/catalogue-csv.ts';
import { createMemoryCatalogueStore } from '../../db/catalogue-store-memory.ts';
import { createCatalogueStore } from '../../stores/catalogue-store.ts';
import { createCatalogueWork } from '../catalogue/catalogue-work.ts';

/** A catalogue on one thread and in memory, with everything else as in the window. */
export function benchCatalogue() {
  const database = createMemoryCatalogueStore();
  const ports = { store: database, nowMs: () => 1_000 };
  const work = createCatalogueWork(ports);
  const { store, start } = createCatalogueStore({ ...ports, work });
  return {
    database,
    work,
    store,
    start,
    /** Chooses a file and imports it, as the two buttons do. */
    async importFile(file: File) {
      await store.getState().lookAtFile(file);
      await store.getState().importFile();
      return store.getState().importing;
    },
  };
}

export function csvFile(...lines: string[]): File {
  return new File([`${lines.join('\r\n')}\r\n`], 'shop.csv');
}

export const CSV_HEADER = 'barcode,name_en,price';

export function faultLines(faults: readonly CatalogueFault[]): string[] {
  return faults.map(({ row, column, code }) => `${row ?? 'file'} ${column ?? '-'} ${code}`);
}
