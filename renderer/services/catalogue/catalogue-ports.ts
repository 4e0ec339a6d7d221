import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { ColumnMapping } from '../../../shared/domain/catalogue-columns.ts';
import type { CatalogueFault } from '../../../shared/domain/catalogue-csv.ts';
import type { Category, Product } from '../../../shared/domain/product.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Reading } from './search/reading.ts';

/**
 * The ports of the catalogue. It is a copy of what the shop wrote elsewhere: it may be lost and
 * rebuilt, no money hangs on it, and a cart that is open does not need it.
 */
type Stored<Value> = Promise<Result<Value, Failure>>;

/** What is known of a catalogue beside its products. */
export interface CatalogueHeader {
  readonly source: 'sample' | 'file';
  /** The file it came from, or the edition of the sample shop. */
  readonly name: string;
  readonly loadedAtMs: number;
  readonly productCount: number;
  /** In the order of the shop's file. */
  readonly categories: readonly Category[];
  /** Products that stand on the first page of the register. */
  readonly favouriteIds: readonly string[];
}

/** More tiles than anyone scrolls through; what is not among them is typed or scanned. */
export const SHOWN_AT_MOST = 300;

export interface ProductList {
  readonly products: readonly Product[];
  /** These are the first of more: the screen must say so, and that searching finds the rest. */
  readonly hasMore: boolean;
}

/** A product as its catalogue keeps it: with what the search is built from. */
export interface CatalogueEntry {
  readonly product: Product;
  /** How its Chinese name is read (`search/reading.ts`); null in a catalogue of schema 1 or 2. */
  readonly reading: Reading | null;
}

/** An entry whose reading is known. */
export type ReadEntry = CatalogueEntry & { readonly reading: Reading };

/** The catalogue's database. Every call answers in the end, also when the disk does not. */
export interface CatalogueStore {
  /** Null when there is no catalogue yet: the first start. */
  readonly header: () => Stored<CatalogueHeader | null>;
  readonly byBarcode: (barcode: string) => Stored<Product | null>;
  /** In the order of the ids; unknown ones are left out. */
  readonly byIds: (ids: readonly string[]) => Stored<Product[]>;
  /** In the order of the shop's file; no more than `SHOWN_AT_MOST`, whatever is asked for. */
  readonly inCategory: (category: string, limit: number) => Stored<ProductList>;
  /** All of it in the order of the file, slice by slice; an empty slice is the end. */
  readonly slice: (from: number, limit: number) => Stored<CatalogueEntry[]>;
  /** A new catalogue beside the old one, which stays until `commit`. */
  readonly beginReplacement: () => Stored<CatalogueReplacement>;
}

/** All or nothing: whoever reads sees the old catalogue until `commit`, and then only the new. */
export interface CatalogueReplacement {
  readonly add: (entries: readonly CatalogueEntry[]) => Stored<null>;
  readonly commit: (header: CatalogueHeader) => Stored<null>;
  readonly abandon: () => Stored<null>;
}

export type FileEncoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** How a file is to be read; found by looking at it, and shown before anything is imported. */
export interface CsvShape {
  readonly encoding: FileEncoding;
  readonly delimiter: ',' | ';' | '\t';
  readonly newline: '\n' | '\r';
}

/** What a look at the beginning of a file has shown. */
export interface FilePreview {
  readonly shape: CsvShape;
  readonly header: readonly string[];
  readonly mapping: ColumnMapping;
  /** The first rows as they stand in the file. */
  readonly rows: readonly (readonly string[])[];
}

export interface ImportProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly rowCount: number;
  readonly faultCount: number;
}

export type ImportOutcome =
  | { readonly kind: 'imported'; readonly header: CatalogueHeader }
  | {
      readonly kind: 'refused';
      readonly rowCount: number;
      readonly faultCount: number;
      /** The first of them, in the order of the file. */
      readonly faults: readonly CatalogueFault[];
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type PreviewOutcome =
  | { readonly kind: 'preview'; readonly preview: FilePreview }
  | { readonly kind: 'refused'; readonly faults: readonly CatalogueFault[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface ImportWatch {
  readonly tell: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
}

/** The heavy work, away from the screen: in a worker, and in tests on the same thread. */
export interface CatalogueWork {
  /** A look at a file: how it is to be read, and what its columns seem to be. */
  readonly preview: (file: File) => Promise<PreviewOutcome>;
  readonly importFile: (file: File, plan: ImportPlan, watch: ImportWatch) => Promise<ImportOutcome>;
  /** Reads the whole catalogue into the search index; until it is done `search` finds nothing. */
  readonly prepareSearch: () => Promise<Result<null, Failure>>;
  /** Best first: exact code, beginning of a name, initials, the rest; shorter names first. */
  readonly search: (query: string, limit: number) => Promise<ProductList>;
}

export interface ImportPlan {
  readonly shape: CsvShape;
  readonly mapping: ColumnMapping;
}
