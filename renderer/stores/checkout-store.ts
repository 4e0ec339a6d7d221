import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type {
  CardOutcome,
  PaymentStepNews,
  PromiseAnswer,
  Question,
} from '../services/payment-desk.ts';
import type { OpenTill } from '../services/till.ts';
import { priced, type CartState } from './cart-store.ts';

/** The payment that is running, as the screen shows it; null while nobody is paying. */
export interface CheckoutState {
  readonly paying: Paying | null;
  readonly startPaying: () => void;
  readonly stopPaying: () => void;
  readonly payCash: (receivedMinor: Minor) => Promise<void>;
  readonly payCard: (cardId: string, pin: string) => Promise<void>;
  readonly giveUp: () => void;
  readonly answer: (answer: 'keep-asking' | 'give-up' | PromiseAnswer) => void;
}

export interface Paying {
  readonly busy: boolean;
  readonly steps: readonly PaymentStepNews[];
  readonly question: Question | null;
  readonly verdict: Verdict | null;
  readonly printed: boolean | null;
}

export type Verdict =
  | CardOutcome
  | { readonly kind: 'cash'; readonly sale: Sale }
  | { readonly kind: 'failed'; readonly failure: Failure };

const NEW_PAYMENT: Paying = {
  busy: false,
  steps: [],
  question: null,
  verdict: null,
  printed: null,
};

interface Surroundings {
  readonly openTill: () => OpenTill | null;
  readonly cart: StoreApi<CartState>;
}

export function createCheckoutStore({ openTill, cart }: Surroundings) {
  let answerQuestion: ((answer: never) => void) | null = null;
  let stopWaiting = new AbortController();

  return createStore<CheckoutState>()((set, get) => {
    const paying = (change: Partial<Paying>): void =>
      set((state) => ({ paying: { ...(state.paying ?? NEW_PAYMENT), ...change } }));

    /** One payment at a time, whatever is pressed how often (P8). */
    async function pay(work: (open: OpenTill) => Promise<Verdict>): Promise<void> {
      const till = openTill();
      if (till === null || get().paying?.busy === true) return;
      paying({ ...NEW_PAYMENT, busy: true });
      const verdict = await work(till);
      if (isSold(verdict)) cart.getState().clear();
      paying({ busy: false, question: null, verdict });
      if (isSold(verdict)) paying({ printed: await till.printSlip(verdict.sale) });
      await till.refresh();
    }

    return {
      paying: null,
      startPaying: () => {
        if (cart.getState().cart.lines.length > 0) paying(NEW_PAYMENT);
      },
      stopPaying: () => {
        if (get().paying?.busy !== true) set({ paying: null });
      },
      payCash: (receivedMinor) =>
        pay(async (open) => {
          const sold = await open.payCash(priced(cart.getState()), receivedMinor);
          return sold.ok
            ? { kind: 'cash', sale: sold.value }
            : { kind: 'failed', failure: sold.error };
        }),
      payCard: (cardId, pin) =>
        pay(async (open) => {
          stopWaiting = new AbortController();
          const outcome = await open.payCard(priced(cart.getState()), cardId, pin, {
            giveUp: stopWaiting.signal,
            tell: (news) => paying({ steps: [...(get().paying?.steps ?? []), news] }),
            choose: (question) => {
              paying({ question });
              return new Promise((resolve) => {
                answerQuestion = resolve as (answer: never) => void;
              });
            },
          });
          return outcome.ok ? outcome.value : { kind: 'failed', failure: outcome.error };
        }),
      giveUp: () => stopWaiting.abort(),
      answer: (answer) => {
        paying({ question: null });
        answerQuestion?.(answer as never);
        answerQuestion = null;
      },
    };
  });
}

function isSold(verdict: Verdict): verdict is Extract<Verdict, { sale: Sale }> {
  return verdict.kind === 'cash' || verdict.kind === 'approved' || verdict.kind === 'provisional';
}
