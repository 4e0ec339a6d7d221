import { err, ok } from '../../../shared/lib/result.ts';
import { previewFile } from './catalogue-file.ts';
import { importCatalogue, type ImportPorts } from './catalogue-import.ts';
import type { CatalogueEntry, CatalogueWork, ReadEntry } from './catalogue-ports.ts';
import { createSearchBuilder, type ProductSearch } from './catalogue-search.ts';
import { loadNameReader } from './search/reading.ts';

const INDEXED_AT_ONCE = 2_000;

/** The work itself, on the thread that it is called on; the window calls it in a worker. */
export function createCatalogueWork(ports: ImportPorts): CatalogueWork {
  let search: ProductSearch | null = null;
  let preparation = 0;

  return {
    preview: previewFile,
    importFile: (file, plan, watch) => importCatalogue(ports, file, plan, watch),
    prepareSearch: async () => {
      preparation += 1;
      const mine = preparation;
      // Prices of a catalogue that is gone must not be found while the new one is read.
      search = null;
      const builder = createSearchBuilder();
      for (let from = 0; ; from += INDEXED_AT_ONCE) {
        const slice = await ports.store.slice(from, INDEXED_AT_ONCE);
        if (!slice.ok) return err(slice.error);
        // A newer catalogue has come meanwhile: its own preparation is already on the way.
        if (mine !== preparation) return ok(null);
        if (slice.value.length === 0) break;
        builder.add(await withReadings(slice.value));
      }
      search = builder.finish();
      return ok(null);
    },
    search: (query, limit) =>
      Promise.resolve(search?.find(query, limit) ?? { products: [], hasMore: false }),
  };
}

/** What an older program imported has no readings: they are looked up anew at each start. */
async function withReadings(entries: readonly CatalogueEntry[]): Promise<readonly ReadEntry[]> {
  if (entries.every(isRead)) return entries;
  const read = await loadNameReader();
  return entries.map((entry) =>
    isRead(entry) ? entry : { ...entry, reading: read(entry.product.nameZh) },
  );
}

function isRead(entry: CatalogueEntry): entry is ReadEntry {
  return entry.reading !== null;
}
