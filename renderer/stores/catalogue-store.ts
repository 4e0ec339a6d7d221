import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import { normalBarcode } from '../../shared/domain/barcode.ts';
import { FAVOURITES, type Product } from '../../shared/domain/product.ts';
import { readScaleBarcode } from '../../shared/domain/scale-barcode.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openCatalogue } from '../services/catalogue/catalogue-opening.ts';
import {
  SHOWN_AT_MOST,
  type CatalogueHeader,
  type ProductList,
} from '../services/catalogue/catalogue-ports.ts';
import { NewestLook } from './newest-look.ts';
import { importActions } from './catalogue-import-actions.ts';
import type {
  CatalogueApi,
  CataloguePorts,
  CatalogueState,
  CatalogueView,
} from './catalogue-state.ts';

const NOTHING: ProductList = { products: [], hasMore: false };
const ONE_PIECE_MILLI = 1_000;

const AT_FIRST = {
  phase: 'opening',
  failure: null,
  header: null,
  isSample: false,
  categories: [],
  view: { kind: 'category', categoryId: FAVOURITES.id },
  shown: NOTHING,
  isShelfRead: true,
  searchState: 'preparing',
  importing: { kind: 'idle' },
} as const;

export function createCatalogueStore(ports: CataloguePorts): {
  readonly store: CatalogueApi;
  /** Opens the catalogue; when `tillIsOpen`, all of it is read to be searched. Resolves then. */
  readonly start: (tillIsOpen?: Promise<unknown>) => Promise<void>;
} {
  const store: CatalogueApi = createStore<CatalogueState>()(() => ({
    ...AT_FIRST,
    ...looking(ports, () => store, show),
    ...importActions(ports, () => store, opened),
  }));
  const looks = new NewestLook();

  /** Only the newest question may answer: results of `f` must not replace those of `fa`. */
  async function show(view: CatalogueView): Promise<boolean> {
    const list = await looks.at(() => {
      store.setState({ view });
      return listFor(ports, store.getState(), view);
    });
    if (list === null) return false;
    // A shelf that cannot be read is not an empty one (I9); an earlier failure is over by then.
    if (list.ok) store.setState({ shown: list.value, isShelfRead: true });
    else store.setState({ shown: NOTHING, failure: list.error, isShelfRead: false });
    return true;
  }

  async function opened(
    result: Result<CatalogueHeader, Failure>,
    mayRead: Promise<unknown> = Promise.resolve(),
  ): Promise<void> {
    if (!result.ok) {
      store.setState({ phase: 'failed', failure: result.error });
      return;
    }
    const header = result.value;
    const favourites = header.favouriteIds.length > 0 ? [FAVOURITES] : [];
    const categories = [...favourites, ...header.categories];
    store.setState({
      phase: 'ready',
      failure: null,
      header,
      isSample: header.source === 'sample',
      categories,
      searchState: 'preparing',
    });
    await show({ kind: 'category', categoryId: categories[0]?.id ?? FAVOURITES.id });
    await mayRead;
    const prepared = await ports.work.prepareSearch();
    store.setState({ searchState: prepared.ok ? 'ready' : 'failed' });
    // Whoever typed meanwhile has been looking at nothing.
    const { view } = store.getState();
    if (view.kind === 'search') await show(view);
  }

  return { store, start: async (tillIsOpen) => opened(await openCatalogue(ports), tillIsOpen) };
}

type Got<Value> = Promise<Result<Value, Failure>>;

async function listFor(
  { store, work }: CataloguePorts,
  { header }: CatalogueState,
  view: CatalogueView,
): Got<ProductList> {
  if (view.kind === 'search') {
    return { ok: true, value: await work.search(view.text, SHOWN_AT_MOST) };
  }
  if (view.categoryId !== FAVOURITES.id) return store.inCategory(view.categoryId, SHOWN_AT_MOST);
  const ids = header?.favouriteIds ?? [];
  const found = await store.byIds(ids.slice(0, SHOWN_AT_MOST));
  if (!found.ok) return found;
  return { ok: true, value: { products: found.value, hasMore: ids.length > SHOWN_AT_MOST } };
}

type LookingPart = Pick<CatalogueState, 'chooseCategory' | 'find' | 'findByBarcode' | 'findScan'>;

function looking(
  ports: CataloguePorts,
  api: () => CatalogueApi,
  show: (view: CatalogueView) => Promise<boolean>,
): LookingPart {
  async function findByBarcode(code: string): Promise<Product | null> {
    const found = await ports.store.byBarcode(normalBarcode(code));
    // "Not in the catalogue" would be a lie: the screen shows the failure beside the empty hand.
    api().setState({ failure: found.ok ? null : found.error });
    return found.ok ? found.value : null;
  }
  return {
    chooseCategory: async (categoryId) => {
      await show({ kind: 'category', categoryId });
    },
    find: (text) => {
      const { view, isShelfRead } = api().getState();
      const { categoryId } = view;
      if (text.trim() !== '') return show({ kind: 'search', text, categoryId });
      // It is shown: other goods in it would have been shown anew.
      if (view.kind === 'category' && isShelfRead) return Promise.resolve(true);
      return show({ kind: 'category', categoryId });
    },
    findByBarcode,
    findScan: async (code) => {
      const product = await findByBarcode(code);
      if (product !== null) return { product, quantityMilli: ONE_PIECE_MILLI };
      const reading = readScaleBarcode(code);
      if (reading === null) return null;
      const weighed = await findByBarcode(reading.barcode);
      if (weighed?.unit !== 'kg') return null;
      return { product: weighed, quantityMilli: reading.quantityMilli };
    },
  };
}
