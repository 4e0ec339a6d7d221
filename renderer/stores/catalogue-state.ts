import type { StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { CatalogueColumn } from '../../shared/domain/catalogue-columns.ts';
import type { CatalogueFault } from '../../shared/domain/catalogue-csv.ts';
import type { Category, Product } from '../../shared/domain/product.ts';
import type {
  CatalogueHeader,
  CatalogueStore,
  CatalogueWork,
  FilePreview,
  ImportOutcome,
  ImportProgress,
  ProductList,
} from '../services/catalogue/catalogue-ports.ts';

/**
 * The catalogue as the register and the import screen see it.
 *
 * Codes and shelves are read straight from the database, so the shop sells from the first moment;
 * names are found by the search index, which the worker builds behind it. If the catalogue fails,
 * `phase` and `failure` say so and the cart, which holds its own copy of each product, is sold as
 * before.
 */
export interface CatalogueState {
  readonly phase: 'opening' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly header: CatalogueHeader | null;
  /** The goods are the invented ones of the first start: the screen must say so. */
  readonly isSample: boolean;
  /** Favourites first, when the shop has any. */
  readonly categories: readonly Category[];
  readonly view: CatalogueView;
  /** What the register shows for `view`. */
  readonly shown: ProductList;
  /** False where the database did not answer: what is shown is nothing, and says nothing. */
  readonly isShelfRead: boolean;
  readonly searchState: 'preparing' | 'ready' | 'failed';
  readonly importing: ImportState;

  readonly chooseCategory: (categoryId: string) => Promise<void>;
  /**
   * An empty text goes back to the shelf that was open.
   *
   * @returns whether that is what is shown now: nothing else was asked for meanwhile.
   */
  readonly find: (text: string) => Promise<boolean>;
  readonly findByBarcode: (code: string) => Promise<Product | null>;
  /** A scan: the product, and how much of it when a scale has printed that into the code. */
  readonly findScan: (code: string) => Promise<ScannedProduct | null>;

  readonly lookAtFile: (file: File) => Promise<void>;
  /** `null` takes the column out of the import. */
  readonly assignColumn: (column: CatalogueColumn, cell: number | null) => void;
  readonly importFile: () => Promise<void>;
  readonly cancelImport: () => void;
  /** Back to where a file is chosen. */
  readonly leaveImport: () => void;
  readonly returnToSamples: () => Promise<void>;
  readonly tryAgain: () => Promise<void>;
}

export type CatalogueView =
  | { readonly kind: 'category'; readonly categoryId: string }
  | { readonly kind: 'search'; readonly text: string; readonly categoryId: string };

export interface ScannedProduct {
  readonly product: Product;
  readonly quantityMilli: number;
}

export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'looking'; readonly fileName: string }
  | { readonly kind: 'looked'; readonly file: File; readonly preview: FilePreview }
  /** The file cannot be read as a catalogue at all. */
  | {
      readonly kind: 'unusable';
      readonly fileName: string;
      readonly faults: readonly CatalogueFault[];
    }
  | {
      readonly kind: 'reading';
      readonly fileName: string;
      readonly progress: ImportProgress;
      readonly cancelling: boolean;
    }
  | {
      readonly kind: 'finished';
      readonly fileName: string;
      readonly outcome: Exclude<ImportOutcome, { kind: 'failed' }>;
    }
  | { readonly kind: 'failed'; readonly fileName: string; readonly failure: Failure };

export interface CataloguePorts {
  readonly store: CatalogueStore;
  readonly work: CatalogueWork;
  readonly nowMs: () => number;
}

export type CatalogueApi = StoreApi<CatalogueState>;
