import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Product } from '../../shared/domain/product.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type {
  CatalogueEntry,
  CatalogueHeader,
  CatalogueStore,
} from '../services/catalogue/catalogue-ports.ts';

/** A catalogue in memory, for the training lab and for tests; held to the same suite as the real one. */
export function createMemoryCatalogueStore(): CatalogueStore & {
  /** From now on (or no longer) every call fails, as on a broken disk. */
  readonly breakDown: (broken: boolean) => void;
} {
  let header: CatalogueHeader | null = null;
  let entries: readonly CatalogueEntry[] = [];
  const productWhere = (isWanted: (product: Product) => boolean): Product | null =>
    entries.find(({ product }) => isWanted(product))?.product ?? null;
  let broken = false;

  function stored<Value>(work: () => Value): Promise<Result<Value, Failure>> {
    if (broken) return Promise.resolve(err(failure('store-failed', 'planted')));
    return Promise.resolve(ok(work()));
  }

  return {
    breakDown: (now) => {
      broken = now;
    },
    header: () => stored(() => header),
    byBarcode: (barcode) =>
      stored(() => productWhere((one) => barcode !== '' && one.barcode === barcode)),
    byIds: (ids) =>
      stored(() => ids.flatMap((id) => productWhere((product) => product.id === id) ?? [])),
    inCategory: (category, limit) =>
      stored(() => {
        const all = entries.flatMap(({ product }) =>
          product.category === category ? [product] : [],
        );
        return { products: all.slice(0, limit), hasMore: all.length > limit };
      }),
    slice: (from, limit) => stored(() => entries.slice(from, from + limit)),
    beginReplacement: () =>
      stored(() => {
        const next: CatalogueEntry[] = [];
        return {
          add: (more) =>
            stored(() => {
              next.push(...more);
              return null;
            }),
          commit: (newHeader) =>
            stored(() => {
              [header, entries] = [newHeader, next];
              return null;
            }),
          abandon: () => stored(() => null),
        };
      }),
  };
}
