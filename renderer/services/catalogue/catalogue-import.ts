import { missingColumns } from '../../../shared/domain/catalogue-columns.ts';
import {
  createRowReader,
  isBlankRow,
  type CatalogueFault,
  type CatalogueRow,
  type RowReader,
} from '../../../shared/domain/catalogue-csv.ts';
import type { Category, Product } from '../../../shared/domain/product.ts';
import { csvRows, type RowBatch } from './catalogue-file.ts';
import type {
  CatalogueEntry,
  CatalogueHeader,
  CatalogueReplacement,
  CatalogueStore,
  ImportOutcome,
  ImportPlan,
  ImportWatch,
} from './catalogue-ports.ts';
import { loadNameReader, type NameReader } from './search/reading.ts';

/**
 * Imports a file, all or nothing. Good rows are written beside the present catalogue while the file
 * is still being read; from the first bad row on nothing more is written, but reading goes on, so
 * that every fault is named in one go. Only a file read to its end without a fault is swapped in:
 * whatever happens before that — a fault, a pulled stick, a full disk, a crash — changes nothing.
 */
export async function importCatalogue(
  { store, nowMs }: ImportPorts,
  file: File,
  { shape, mapping }: ImportPlan,
  watch: ImportWatch,
): Promise<ImportOutcome> {
  const missing = missingColumns(mapping);
  if (missing.length > 0) {
    const faults = missing.map((column) => fileFault('column-missing', { column }));
    return { kind: 'refused', rowCount: 0, faultCount: faults.length, faults };
  }
  const begun = await store.beginReplacement();
  if (!begun.ok) return { kind: 'failed', failure: begun.error };
  const replacement = begun.value;
  const readName = await loadNameReader();
  const run = new ImportRun((width) => createRowReader(mapping, width), readName, replacement);

  for await (const batch of csvRows(file, shape)) {
    if (watch.signal.aborted) return leave(replacement, { kind: 'cancelled' });
    if (!batch.ok) {
      if (batch.error.kind === 'failed') return leave(replacement, batch.error);
      run.note(fileFault('file-encoding', { row: String(run.row) }));
      break;
    }
    const written = await run.take(batch.value);
    if (!written.ok) return leave(replacement, { kind: 'failed', failure: written.error });
    const { doneBytes } = batch.value;
    const { rowCount, faultCount } = run;
    watch.tell({ doneBytes, totalBytes: file.size, rowCount, faultCount });
  }
  if (watch.signal.aborted) return leave(replacement, { kind: 'cancelled' });
  if (run.rowCount === 0 && run.faultCount === 0) run.note(fileFault('file-no-rows'));
  const { rowCount, faultCount, faults } = run;
  if (faultCount > 0) return leave(replacement, { kind: 'refused', rowCount, faultCount, faults });
  const header = run.header(file.name, nowMs());
  const committed = await replacement.commit(header);
  if (!committed.ok) return { kind: 'failed', failure: committed.error };
  return { kind: 'imported', header };
}

export interface ImportPorts {
  readonly store: CatalogueStore;
  readonly nowMs: () => number;
}

/** Faults beyond these are counted, not kept: a wrong file has one in each of its rows. */
const MAX_KEPT_FAULTS = 1_000;
/** Small enough that a scan meanwhile does not notice the transaction that it waits for. */
const ROWS_AT_ONCE = 500;

/** What one import has read so far. */
class ImportRun {
  /** The row that is read next, as the spreadsheet numbers it. */
  row = 1;
  rowCount = 0;
  faultCount = 0;
  readonly faults: CatalogueFault[] = [];
  readonly #makeReader: (width: number) => RowReader;
  readonly #readName: NameReader;
  readonly #replacement: CatalogueReplacement;
  readonly #categories = new Map<string, Category>();
  readonly #favouriteIds: string[] = [];
  #reader: RowReader | null = null;

  constructor(
    makeReader: (width: number) => RowReader,
    readName: NameReader,
    replacement: CatalogueReplacement,
  ) {
    this.#makeReader = makeReader;
    this.#readName = readName;
    this.#replacement = replacement;
  }

  note(fault: CatalogueFault): void {
    this.faultCount += 1;
    if (this.faults.length < MAX_KEPT_FAULTS) this.faults.push(fault);
  }

  async take({ rows, broken }: RowBatch): ReturnType<CatalogueReplacement['add']> {
    const products: Product[] = [];
    rows.forEach((cells, i) => {
      const code = broken.get(i);
      if (code !== undefined) this.note({ row: this.row, column: null, code, params: {} });
      else if (!isBlankRow(cells)) this.#read(cells, products);
      this.row += 1;
    });
    for (let from = 0; from < products.length && this.faultCount === 0; from += ROWS_AT_ONCE) {
      const some = products.slice(from, from + ROWS_AT_ONCE);
      const added = await this.#replacement.add(some.map((product) => this.#entryOf(product)));
      if (!added.ok) return added;
    }
    return { ok: true, value: null };
  }

  header(name: string, loadedAtMs: number): CatalogueHeader {
    return {
      source: 'file',
      name,
      loadedAtMs,
      productCount: this.rowCount,
      categories: [...this.#categories.values()],
      favouriteIds: this.#favouriteIds,
    };
  }

  #read(cells: readonly string[], products: Product[]): void {
    if (this.#reader === null) {
      // The first row that is not blank is the header.
      this.#reader = this.#makeReader(cells.length);
      return;
    }
    this.rowCount += 1;
    const outcome = this.#reader(cells, this.row);
    if (outcome.ok) products.push(this.#keep(outcome.value));
    else for (const fault of outcome.error) this.note(fault);
  }

  #keep({ product, category, isFavourite }: CatalogueRow): Product {
    if (!this.#categories.has(category.id)) this.#categories.set(category.id, category);
    if (isFavourite) this.#favouriteIds.push(product.id);
    return product;
  }

  #entryOf(product: Product): CatalogueEntry {
    return { product, reading: this.#readName(product.nameZh) };
  }
}

async function leave(
  replacement: CatalogueReplacement,
  outcome: ImportOutcome,
): Promise<ImportOutcome> {
  // Leftovers are invisible in any case; the outcome that the person hears is the first one.
  await replacement.abandon();
  return outcome;
}

function fileFault(
  code: CatalogueFault['code'],
  params: CatalogueFault['params'] = {},
): CatalogueFault {
  return { row: null, column: null, code, params };
}
