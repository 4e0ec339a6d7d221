import { createStore, type StoreApi } from 'zustand/vanilla';
import { normalBarcode } from '../../shared/domain/barcode.ts';
import { isSlipCode } from '../../shared/domain/slip-code.ts';
import type { Product } from '../../shared/domain/product.ts';
import type { CartState } from './cart-store.ts';
import type { CatalogueApi } from './catalogue-state.ts';

/**
 * Where scans go (A25).
 *
 *   scanned → [kept] → looked up → on the counter
 *                │          ├────→ a question: unknown code, or what does it weigh?
 *                │          └────→ a provisional slip: the bank is asked about it
 *                └ while somebody pays, while a question is open, while the till is locked or starts
 *
 * One after the other, in the order of scanning: the same code N times is N pieces. What is kept
 * is added as soon as nothing is in the way any more; it never becomes digits in a field.
 */
export interface ScanState {
  /** Oldest first; also the one that is being looked up. */
  readonly kept: readonly string[];
  /** Something is in the way of what is kept, and the cashier is told. */
  readonly isWaiting: boolean;
  readonly question: ScanQuestion | null;

  readonly scanned: (code: string) => void;
  /** A product was touched. */
  readonly choose: (product: Product) => void;
  /** What was typed into the find field: a code, or the first that is found; false: none of it. */
  readonly take: (text: string) => Promise<boolean>;
  /** What was scanned or taken before a key was pressed lies on the counter first; else at once. */
  readonly afterScans: (act: () => void) => Promise<void>;
  readonly answerWeight: (quantityMilli: number) => void;
  readonly dismiss: () => void;
  /** A dialog lies over the screen. */
  readonly setCovered: (isCovered: boolean) => void;
}

export type ScanQuestion =
  | { readonly kind: 'unknown-code'; readonly code: string; readonly catalogueFailed: boolean }
  | { readonly kind: 'weigh'; readonly product: Product };

interface Surroundings {
  readonly catalogue: CatalogueApi;
  readonly cart: StoreApi<CartState>;
  /** Money is at stake, nobody is signed in, or the till is not open yet. */
  readonly isBusy: () => boolean;
  /** Something came onto the counter: it must be seen, whatever screen is open. */
  readonly added: () => void;
  /** The code of a provisional slip (P19): no goods, a question to the bank. */
  readonly slipScanned: (code: string) => void;
}

/** Digits that only a code has so many of; less may be the end of one, or a price. */
const CODE = /^\d{8,}$/;

export function createScanStore({ catalogue, cart, isBusy, added, slipScanned }: Surroundings) {
  let isCovered = false;
  let looking: Promise<void> | null = null;
  let taking: Promise<boolean> | null = null;

  const store = createStore<ScanState>()((set, get) => ({
    kept: [],
    isWaiting: false,
    question: null,
    scanned: (code) => {
      set({ kept: [...get().kept, code] });
      void goOn();
    },
    choose: (product) => {
      if (product.unit === 'kg') set({ question: { kind: 'weigh', product } });
      else add(product);
    },
    take: (text) => {
      taking ??= taken(text).finally(() => {
        taking = null;
      });
      return taking;
    },
    afterScans: async (act) => {
      if (taking !== null) await taking.catch(() => false);
      if (get().kept.length > 0) await goOn();
      if (!isHeldUp()) act();
    },
    answerWeight: (quantityMilli) => {
      const { question } = get();
      set({ question: null });
      if (question?.kind === 'weigh') add(question.product, quantityMilli);
      void goOn();
    },
    dismiss: () => {
      set({ question: null });
      void goOn();
    },
    setCovered: (covered) => {
      isCovered = covered;
      void goOn();
    },
  }));

  async function taken(text: string): Promise<boolean> {
    if (CODE.test(text)) {
      store.getState().scanned(text);
      await goOn();
      return true;
    }
    const first = await firstSeen(catalogue, text);
    if (first === null || isHeldUp()) return false;
    store.getState().choose(first);
    return true;
  }

  function add(product: Product, quantityMilli?: number): void {
    cart.getState().scan(product, quantityMilli);
    added();
  }

  const isHeldUp = (): boolean => isBusy() || isCovered || store.getState().question !== null;

  /** Resolves when nothing is looked up any more: all is on the counter, or something is in the way. */
  function goOn(): Promise<void> {
    looking ??= lookUpInTurn();
    return looking;
  }

  async function lookUpInTurn(): Promise<void> {
    try {
      await lookUpAll();
    } finally {
      looking = null;
    }
    const waits = store.getState().kept.length > 0;
    // What was in the way may have gone while this was ending.
    if (waits && !isHeldUp()) await goOn();
    else if (waits !== store.getState().isWaiting) store.setState({ isWaiting: waits });
  }

  async function lookUpAll(): Promise<void> {
    for (let [code] = store.getState().kept; code !== undefined; [code] = store.getState().kept) {
      if (isHeldUp()) return;
      if (isSlipCode(code)) {
        store.setState(({ kept }) => ({ kept: kept.slice(1) }));
        slipScanned(code);
        continue;
      }
      const found = await catalogue.getState().findScan(code);
      // Somebody has begun to pay meanwhile: it is the next sale's.
      if (isHeldUp()) return;
      store.setState(({ kept }) => ({ kept: kept.slice(1) }));
      if (found === null) store.setState({ question: unknown(catalogue, code) });
      else if (isWeighedByHand(found.product, code)) store.getState().choose(found.product);
      else add(found.product, found.quantityMilli);
    }
  }

  return { store, goOn };
}

function unknown(catalogue: CatalogueApi, code: string): ScanQuestion {
  return { kind: 'unknown-code', code, catalogueFailed: catalogue.getState().failure !== null };
}

/** Null also for whoever types on meanwhile: what would be taken was not seen. */
async function firstSeen(catalogue: CatalogueApi, text: string): Promise<Product | null> {
  const isShown = await catalogue.getState().find(text);
  const [first = null] = catalogue.getState().shown.products;
  return isShown ? first : null;
}

/** The label of a scale carries the weight; the bare code of a weighed product does not. */
function isWeighedByHand(product: Product, code: string): boolean {
  return product.unit === 'kg' && normalBarcode(code) === normalBarcode(product.barcode);
}
