import {
  draftNote,
  heldCartsNote,
  readDraft,
  readHeldCarts,
  type HeldCart,
} from '../../../shared/contracts/draft-cart.ts';
import { EMPTY_CART, type Cart } from '../../../shared/domain/cart.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { wasSold } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { NoteDurability, TillPorts } from '../../ports.ts';
import { createNoteWriter, type Keeping } from './note-writer.ts';
import { openPayment } from './sale-writing.ts';

/**
 * Keeps what is on the counter over a restart (A03) and what is put aside (A16).
 *
 * The order of things when a sale is paid: both copies hold it, then the draft is cleared. A till
 * that dies in between finds a draft whose sale is in its database, and asks the database:
 *
 * So does one that lost its power before the disk had the cleared draft, which nobody waits for.
 *
 *   no such sale   it was never paid: back on the counter
 *   `not-paid`     declined or given up, the goods are still here: back, as a new sale (P8)
 *   `completed`    sold: gone
 *   in doubt       nobody knows yet (P5): put aside, and asked again when it is taken up
 *   paid in part   back on the counter, for its rest
 */
export interface DraftKeeper {
  /** Once, after the two copies were repaired (P10): before that the database may lack a sale. */
  readonly restore: () => Promise<Restored>;
  readonly keepDraft: (draft: Cart) => void;
  /** Goods move from the counter to the shelf or back: never in neither place, whatever dies. */
  readonly keepBoth: (move: Move) => void;
  /** What became of the sale with this id. */
  readonly fateOf: (saleId: string) => Promise<Result<Fate, Failure>>;
}

export interface Move {
  readonly draft: Cart;
  readonly held: readonly HeldCart[];
  readonly to: 'shelf' | 'counter';
}

export type Fate = 'unpaid' | 'not-paid' | 'sold' | 'open';

export interface Restored {
  readonly draft: Cart;
  readonly held: readonly HeldCart[];
  /** Something was there and could not be read or judged; the cashier must be told. */
  readonly isDamaged: boolean;
}

export function createDraftKeeper(
  { store, clock, random }: Pick<TillPorts, 'store' | 'clock' | 'random'>,
  tell: (keeping: Keeping) => void,
): DraftKeeper {
  const keep = createNoteWriter(store, tell);

  async function fateOf(saleId: string): Promise<Result<Fate, Failure>> {
    const sales = await store.sales([saleId]);
    if (!sales.ok) return sales;
    const sale = sales.value.get(saleId);
    if (sale === undefined) return ok('unpaid');
    if (wasSold(sale)) return ok('sold');
    if (openPayment(sale) !== null) return ok('open');
    // Paid in part, nothing in doubt: the rest is paid as the same sale.
    return ok(sale.state === 'paying' ? 'unpaid' : 'not-paid');
  }

  async function withoutSold(held: readonly HeldCart[]): Promise<HeldCart[]> {
    const fates = await Promise.all(held.map(({ cart }) => fateOf(cart.saleId)));
    return held.filter((_, i) => {
      const fate = fates[i];
      return fate?.ok !== true || fate.value !== 'sold';
    });
  }

  return {
    fateOf,
    keepDraft: (draft) => keep([['draft-cart', draftNote(draft), durabilityOf(draft)]]),
    keepBoth: ({ draft, held, to }) => {
      const counter = ['draft-cart', draftNote(draft)] as const;
      const shelf = ['held-carts', heldCartsNote(held)] as const;
      keep(to === 'shelf' ? [shelf, counter] : [counter, shelf]);
    },
    restore: async () => {
      const [draftStored, heldStored] = await Promise.all([
        store.note('draft-cart'),
        store.note('held-carts'),
      ]);
      const draft = draftStored.ok ? readDraft(draftStored.value ?? '') : 'unreadable';
      const shelf = heldStored.ok ? readHeldCarts(heldStored.value ?? '') : 'unreadable';
      const isDamaged = draft === 'unreadable' || shelf === 'unreadable';
      const held = await withoutSold(shelf === 'unreadable' ? [] : shelf);
      const nothing = { draft: EMPTY_CART, held, isDamaged };
      if (draft === null || draft === 'unreadable') return nothing;
      // It died while goods were moved: they are on the shelf already.
      if (held.some(({ cart }) => cart.saleId === draft.saleId)) return nothing;
      const fate = await fateOf(draft.saleId);
      if (!fate.ok || fate.value === 'open') {
        const aside = { cart: draft, heldAtMs: clock.nowMs() };
        return { ...nothing, held: [...held, aside], isDamaged: isDamaged || !fate.ok };
      }
      if (fate.value === 'sold') return nothing;
      const saleId = fate.value === 'not-paid' ? random.uuid() : draft.saleId;
      return { ...nothing, draft: { ...draft, saleId } };
    },
  };
}

/** An empty counter need not be remembered: what it held before is judged by its sale (P9). */
function durabilityOf({ lines }: Cart): NoteDurability {
  return lines.length === 0 ? 'relaxed' : 'strict';
}
