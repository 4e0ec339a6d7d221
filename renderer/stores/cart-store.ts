import { createStore } from 'zustand/vanilla';
import type { HeldCart } from '../../shared/contracts/draft-cart.ts';
import {
  addProduct,
  EMPTY_CART,
  moveActiveLine,
  ONE_PIECE_MILLI,
  removeLine,
  setActiveLine,
  setCustomer,
  setLineDiscount,
  setLineNote,
  setQuantity,
  setSaleDiscount,
  setSaleNote,
  stepQuantity,
  type Cart,
  type CartFault,
  type Discount,
} from '../../shared/domain/cart.ts';
import { isWithinLimit } from '../../shared/domain/pricing.ts';
import type { Product } from '../../shared/domain/product.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { createDraftKeeper, type DraftKeeper } from '../services/books/draft-keeper.ts';
import { actsNeeded } from './priced-cart.ts';
import { MAY_ALL, type AskRight } from './rights-store.ts';

/**
 * What is on the counter before money is at stake, and what is put aside for later (A16).
 *
 * Every change is shown at once and kept behind it (A03). A cart has the id of its sale from the
 * first line on: payment writes that id (P8), and by it a restart knows what was sold already.
 * A change that the cashier may not make alone is no fault: it happens when a supervisor has agreed (A28).
 */
export interface CartState {
  readonly cart: Cart;
  readonly held: readonly HeldCart[];
  /** What was added last, and the how-manieth time: the eye and the ear follow it. */
  readonly added: Added | null;
  /** Why the last touch or scan did nothing. */
  readonly fault: CartFault | null;
  readonly trouble: KeepingTrouble | null;
  /** What is shown is on the disk: a reload in this moment brings all of it back (A03). */
  readonly isKept: boolean;

  readonly scan: (product: Product, quantityMilli?: number) => void;
  readonly activate: (lineId: string) => void;
  readonly moveActive: (direction: 1 | -1) => void;
  readonly step: (direction: 1 | -1) => void;
  readonly setQuantity: (quantityMilli: number) => Changed;
  readonly setDiscount: (target: Target, discount: Discount) => Changed;
  readonly setNote: (target: Target, note: string) => Changed;
  readonly setCustomer: (customer: string) => Changed;
  readonly removeActive: () => void;
  /** Nobody wants it: the goods go off the counter unsold. */
  readonly cancel: () => void;
  /** It is sold: the counter is empty and the next sale has its own id. */
  readonly clear: () => void;

  readonly hold: () => void;
  /** What is on the counter is held first. */
  readonly recall: (saleId: string) => Promise<Recalled>;
  readonly discard: (saleId: string) => void;
  /** It was sold, as the database says: nobody should take it up. */
  readonly takeOffShelf: (saleId: string) => void;
  readonly restore: () => Promise<void>;
}

export interface Added {
  readonly product: Product;
  readonly quantityMilli: number;
  readonly times: number;
}

/** The active line, or the whole sale. */
export type Target = 'line' | 'sale';

/** `not-kept`: on the screen only. `unreadable`: what was kept could not be read at start. */
export type KeepingTrouble = 'not-kept' | 'unreadable';

export type Recalled = 'recalled' | 'already-sold' | 'outcome-open' | 'gone' | 'failed';

type Changed = Result<null, CartFault>;
type Ports = Pick<TillPorts, 'random' | 'store' | 'clock'>;

/**
 * @param begins told of every sale's id in the moment in which it is made.
 * @param ask what not everybody may do alone goes through it.
 */
export function createCartStore(
  ports: Ports,
  begins: (saleId: string) => void,
  ask: AskRight = MAY_ALL,
) {
  return createStore<CartState>()((set, get) => {
    const keeper = createDraftKeeper(ports, (keeping) => {
      const trouble = typeof keeping === 'string' ? null : 'not-kept';
      set({ trouble, isKept: keeping === 'kept' });
    });
    const newSaleId = (): string => {
      const saleId = ports.random.uuid();
      begins(saleId);
      return saleId;
    };
    const inside = { ports, newSaleId, keeper, ask, set, get };
    return {
      ...counter(EMPTY_CART),
      held: [],
      trouble: null,
      isKept: true,
      ...counterActions(inside),
      ...shelfActions(inside),
    };
  });
}

interface Inside {
  readonly ports: Ports;
  readonly newSaleId: () => string;
  readonly keeper: DraftKeeper;
  readonly ask: AskRight;
  readonly set: (change: Partial<CartState>) => void;
  readonly get: () => CartState;
}

type CounterActions = Omit<CartState, keyof CartFacts | keyof ShelfActions>;
type ShelfActions = Pick<CartState, 'hold' | 'recall' | 'discard' | 'takeOffShelf' | 'restore'>;
type CartFacts = Pick<CartState, 'cart' | 'held' | 'added' | 'fault' | 'trouble' | 'isKept'>;

function counterActions({
  ports: { random },
  newSaleId,
  keeper,
  ask,
  set,
  get,
}: Inside): CounterActions {
  function change(make: (cart: Cart) => Result<Cart, CartFault>): Changed {
    const before = get().cart;
    const next = make(before);
    if (!next.ok) return next;
    if (!isWithinLimit(next.value)) return err('total-too-large');
    ask(
      () => actsNeeded(before, next.value),
      () => {
        // What a supervisor has agreed to is a change of this counter, and of no other.
        if (get().cart === before) show(next.value);
      },
    );
    return ok(null);
  }

  function show(cart: Cart): void {
    set({ ...(cart === EMPTY_CART ? counter(cart) : { cart, fault: null }), isKept: false });
    keeper.keepDraft(cart);
  }

  /** For keys and touches, which have nobody to answer to: what went wrong is shown. */
  function act(make: (cart: Cart) => Result<Cart, CartFault>): void {
    const done = change(make);
    if (!done.ok) set({ fault: done.error });
  }

  function onActive(make: (cart: Cart, lineId: string) => Result<Cart, CartFault>) {
    return (cart: Cart) => (cart.activeLineId === null ? ok(cart) : make(cart, cart.activeLineId));
  }

  return {
    scan: (product, quantityMilli = ONE_PIECE_MILLI) => {
      act((cart) => {
        const added = addProduct(cart, product, quantityMilli, random.uuid());
        return added.ok ? ok(withSaleId(added.value, newSaleId)) : added;
      });
      if (get().fault !== null) return;
      const times = (get().added?.times ?? 0) + 1;
      set({ added: { product, quantityMilli, times } });
    },
    activate: (lineId) => act((cart) => setActiveLine(cart, lineId)),
    moveActive: (direction) => act((cart) => ok(moveActiveLine(cart, direction))),
    step: (direction) => act(onActive((cart, lineId) => stepQuantity(cart, lineId, direction))),
    setQuantity: (quantityMilli) =>
      change(onActive((cart, lineId) => setQuantity(cart, lineId, quantityMilli))),
    setDiscount: (target, discount) =>
      change(
        target === 'sale'
          ? (cart) => setSaleDiscount(cart, discount)
          : onActive((cart, lineId) => setLineDiscount(cart, lineId, discount)),
      ),
    setNote: (target, note) =>
      change(
        target === 'sale'
          ? (cart) => setSaleNote(cart, note)
          : onActive((cart, lineId) => setLineNote(cart, lineId, note)),
      ),
    setCustomer: (customer) => change((cart) => setCustomer(cart, customer)),
    removeActive: () => {
      act(onActive((cart, lineId) => orEmpty(removeLine(cart, lineId))));
    },
    cancel: () => {
      change(() => ok(EMPTY_CART));
    },
    clear: () => show(EMPTY_CART),
  };
}

function shelfActions({
  ports: { clock },
  newSaleId,
  keeper,
  ask,
  set,
  get,
}: Inside): ShelfActions {
  return {
    hold: () => {
      const { cart, held: before } = get();
      if (cart.lines.length === 0) return;
      const held = [...before, { cart, heldAtMs: clock.nowMs() }];
      set({ held, ...counter(EMPTY_CART), isKept: false });
      keeper.keepBoth({ draft: EMPTY_CART, held, to: 'shelf' });
    },
    recall: async (saleId) => {
      const fate = await keeper.fateOf(saleId);
      if (!fate.ok) return 'failed';
      if (fate.value === 'open') return 'outcome-open';
      const wanted = get().held.find(({ cart }) => cart.saleId === saleId);
      if (wanted === undefined) return 'gone';
      if (fate.value === 'sold') {
        get().takeOffShelf(saleId);
        return 'already-sold';
      }
      get().hold();
      const held = get().held.filter((one) => one !== wanted);
      const isTried = fate.value === 'not-paid';
      const cart = isTried ? { ...wanted.cart, saleId: newSaleId() } : wanted.cart;
      set({ held, ...counter(cart), isKept: false });
      keeper.keepBoth({ draft: cart, held, to: 'counter' });
      return 'recalled';
    },
    discard: (saleId) => {
      const wanted = get().held.find(({ cart }) => cart.saleId === saleId);
      if (wanted === undefined) return;
      ask(
        () => actsNeeded(wanted.cart, EMPTY_CART),
        () => get().takeOffShelf(saleId),
      );
    },
    takeOffShelf: (saleId) => {
      const held = get().held.filter(({ cart }) => cart.saleId !== saleId);
      if (held.length === get().held.length) return;
      set({ held, isKept: false });
      keeper.keepBoth({ draft: get().cart, held, to: 'counter' });
    },
    restore: async () => {
      const { draft, held, isDamaged } = await keeper.restore();
      const trouble = isDamaged ? 'unreadable' : null;
      set({ ...counter(draft), held, trouble, isKept: isDamaged });
      // What cannot be read is left as it is until the next change: somebody may want to look.
      if (!isDamaged) keeper.keepBoth({ draft, held, to: 'shelf' });
    },
  };
}

/** Without its last line the counter is as new: the next sale has an id of its own. */
function orEmpty(left: Result<Cart, CartFault>): Result<Cart, CartFault> {
  return left.ok && left.value.lines.length === 0 ? ok(EMPTY_CART) : left;
}

/** One id from the first line on: whatever is pressed later pays for this sale and no other (P8). */
function withSaleId(cart: Cart, newSaleId: () => string): Cart {
  return cart.saleId === '' ? { ...cart, saleId: newSaleId() } : cart;
}

function counter(cart: Cart): Pick<CartState, 'cart' | 'added' | 'fault'> {
  return { cart, added: null, fault: null };
}
