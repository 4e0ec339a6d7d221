import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Strokes } from '../../shared/domain/card-signature.ts';
import { isPayable, type Minor } from '../../shared/domain/money.ts';
import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import type { PaperOrder } from '../services/paying/paper-sale.ts';
import type { AnswerBy, Question } from '../services/paying/payment-desk.ts';
import { opensDrawer, type PricedCart } from '../services/books/sale-writing.ts';
import type { CartState } from './cart-store.ts';
import { priced } from './priced-cart.ts';
import { CheckoutFlow } from './checkout-flow.ts';
import {
  cashOf,
  isPartPaid,
  isSold,
  lastCash,
  mayLeave,
  NEW_TRY,
  type Paying,
  type RecoveredLoss,
} from './paying.ts';
import type { AllowedAct } from '../services/paying/allowed-act.ts';
import { MAY_ALL, type AskRight } from './rights-store.ts';
import { cardOrder, recoveryPaying, takeCash } from './recovery-order.ts';
import type { TillAtTheCounter } from './step-conclusion.ts';

export interface CheckoutState {
  /** Null while nobody is paying. */
  readonly paying: Paying | null;
  /** What the last customer gets back, for whoever has left the verdict too early. */
  readonly lastChangeMinor: Minor | null;
  /** Not for nothing: no tender, record or slip is of 0.00. */
  readonly startPaying: () => void;
  /** Takes the money of a refused promise once more, by another card or in cash (P13). */
  readonly startRecovery: (
    saleId: string,
    tenderId: string,
    tender: RecoveredLoss['tender'],
  ) => Promise<boolean>;
  /** Back to the counter, or on to the next sale; not while money is at stake. */
  readonly stopPaying: () => void;
  readonly payCash: (receivedMinor: number) => Promise<void>;
  /** What stands on the counter was sold on paper before. */
  readonly enterPaper: (paper: PaperOrder['paper'], approval: Approval) => Promise<void>;
  /** A part of the rest, or all of it. While the outcome is unknown: goes on asking (P8). */
  readonly payCard: (cardId: string, amountMinor?: number) => Promise<void>;
  /** Puts a verdict aside that sold nothing, to take another tender. */
  readonly nextTender: () => void;
  readonly giveUp: () => void;
  readonly answer: <Kind extends Question['kind']>(kind: Kind, answer: AnswerBy[Kind]) => void;
  /** What the cardholder drew on the pad; null: signed with a pen, on the slip. */
  readonly sign: (strokes: Strokes | null) => Promise<void>;
  readonly printAgain: () => Promise<void>;
  /** The customer goes: what was paid in part is given back. */
  readonly cancelSale: () => Promise<void>;
}

interface Surroundings {
  readonly openTill: () => TillAtTheCounter | null;
  readonly cart: StoreApi<CartState>;
  readonly ask?: AskRight;
}

export function createCheckoutStore({ openTill, cart, ask = MAY_ALL }: Surroundings) {
  return createStore<CheckoutState>()((set, get) => {
    /** A discount that nobody has allowed for this sale is asked about before money is taken (A28). */
    const whenAllowed = async (run: () => Promise<void>): Promise<void> =>
      ask(() => unrecordedDiscount(get().paying, cart), run) ?? undefined;
    const flow = new CheckoutFlow({
      openTill,
      paying: () => get().paying,
      saleId: () => get().paying?.sale?.id ?? cart.getState().cart.saleId,
      show: (paying) => set({ paying }),
      // What is on the counter has nothing to do with a loss that is made up for.
      sold: () => {
        if (get().paying?.recovers === undefined) cart.getState().clear();
      },
    });
    return {
      paying: null,
      lastChangeMinor: null,
      startPaying: () => {
        const { saleId, totals } = pricedCart(cart);
        if (!isPayable(totals.dueMinor) || get().paying !== null) return;
        const begun: Paying = { ...NEW_TRY, sale: null };
        set({ paying: begun, lastChangeMinor: null });
        // Once a step has run it knows better; and this may be another customer's payment by then.
        void openTill()
          ?.checkout.saleOf(saleId)
          .then((found) => {
            if (found.ok && get().paying === begun) flow.change({ sale: found.value });
          });
      },
      startRecovery: async (saleId, tenderId, tender) => {
        const paying = await recoveryPaying(openTill(), saleId, { tenderId, tender });
        if (paying === null || get().paying !== null) return false;
        set({ paying, lastChangeMinor: null });
        return true;
      },
      stopPaying: () => {
        const { paying } = get();
        if (paying === null || !mayLeave(paying)) return;
        set({ paying: null, lastChangeMinor: lastCash(paying)?.changeMinor ?? null });
      },
      payCash: (receivedMinor) =>
        whenAllowed(() =>
          flow.once({}, async (till) => {
            const { paying } = get();
            const paid = await takeCash(till, paying, pricedCart(cart), receivedMinor as Minor);
            if (!paid.ok) return { kind: 'failed', failure: paid.error };
            flow.change({ sale: paid.value });
            const isRecovery = paying?.recovers !== undefined;
            if (isRecovery || opensDrawer(paid.value)) void flow.openDrawer(till, paid.value.id);
            return paid.value.state === 'completed' ? { kind: 'cash', sale: paid.value } : null;
          }),
        ),
      enterPaper: (paper, approval) =>
        flow.once({}, async ({ checkout }) => {
          const entered = await checkout.enterPaper({ cart: pricedCart(cart), paper, approval });
          if (!entered.ok) return { kind: 'failed', failure: entered.error };
          return { kind: 'cash', sale: entered.value };
        }),
      payCard: async (cardId, amountMinor) => {
        const isAsked = get().paying?.question?.kind === 'unknown';
        if (isAsked) return flow.answer('unknown', 'keep-asking');
        await whenAllowed(() =>
          flow.once({ cardId }, async ({ checkout }) => {
            const order = cardOrder(get().paying, pricedCart(cart), cardId, amountMinor);
            const paid = await checkout.payCard(order, flow.desk());
            return paid.ok ? paid.value : { kind: 'failed', failure: paid.error };
          }),
        );
      },
      nextTender: () => {
        const { paying } = get();
        if (paying?.busy === false && !isSold(paying.verdict)) flow.change(NEW_TRY);
      },
      giveUp: () => flow.giveUp(),
      answer: (kind, answer) => flow.answer(kind, answer),
      sign: (strokes) => flow.sign(strokes),
      printAgain: () => flow.printAgain(),
      cancelSale: () =>
        flow.once({}, async ({ checkout }) => {
          const before = get().paying?.sale;
          if (before === null || before === undefined) return null;
          const cancelled = await checkout.cancel(before.id);
          if (!cancelled.ok) return { kind: 'failed', failure: cancelled.error };
          return { kind: 'cancelled', sale: cancelled.value, cashBackMinor: cashOf(before) };
        }),
    };
  });
}

function pricedCart(cart: StoreApi<CartState>): PricedCart {
  const { saleId, note, customer } = cart.getState().cart;
  return { saleId, note, customer, ...priced(cart.getState()) };
}

/** Of what is on the counter; what is recorded of a sale with its discount was allowed before. */
function unrecordedDiscount(
  paying: Paying | null,
  cart: StoreApi<CartState>,
): readonly AllowedAct[] {
  const { saleId, totals } = pricedCart(cart);
  const sale = paying?.sale ?? null;
  if (paying?.recovers !== undefined || isPartPaid(sale)) return [];
  const { discountMinor: amountMinor } = totals;
  if (amountMinor <= (sale?.totals.discountMinor ?? 0)) return [];
  return [{ right: 'discount', saleId, amountMinor }];
}
