import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import { CLEAR_LINE, type LineConditions, type Terminal } from '../../shared/contracts/host.ts';
import { addProduct, EMPTY_CART, type Cart } from '../../shared/domain/cart.ts';
import type { Minor } from '../../shared/domain/money.ts';
import { priceCart } from '../../shared/domain/pricing.ts';
import type { Product } from '../../shared/domain/product.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { TillPorts } from '../ports.ts';
import type {
  CardOutcome,
  PaymentStepNews,
  PromiseAnswer,
  Question,
} from '../services/payment-desk.ts';
import { openTill, type OpenTill, type TillFigures } from '../services/till.ts';

/** What the screens show. Actions are named by what the cashier means; no request is made here. */
export interface TillState extends TillFigures {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly terminal: Terminal | null;
  readonly cardsLocked: boolean;
  readonly cart: Cart;
  readonly paying: Paying | null;
  readonly line: LineConditions;
  readonly scan: (product: Product) => void;
  readonly clear: () => void;
  readonly startPaying: () => void;
  readonly stopPaying: () => void;
  readonly payCash: (receivedMinor: Minor) => Promise<void>;
  readonly payCard: (cardId: string, pin: string) => Promise<void>;
  readonly giveUp: () => void;
  readonly answer: (answer: 'keep-asking' | 'give-up' | PromiseAnswer) => void;
  readonly sendNow: () => Promise<void>;
  readonly setLine: (line: LineConditions) => Promise<void>;
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

const AT_FIRST = {
  phase: 'starting',
  failure: null,
  terminal: null,
  cardsLocked: false,
  cart: EMPTY_CART,
  paying: null,
  online: false,
  reach: { reach: 'unknown', trouble: null, sinceMs: 0, latencyMs: null, against: 0 },
  clock: { trusted: true, bankOffsetMs: null },
  unsentCount: 0,
  unsentMinor: 0,
  journalNumber: 0,
  batchNumber: 0,
  traceNumber: 0,
  line: CLEAR_LINE,
} as const;

export function createTillStore(ports: TillPorts) {
  let till: OpenTill | null = null;
  let answerQuestion: ((answer: never) => void) | null = null;
  let stopWaiting = new AbortController();

  const store = createStore<TillState>()((set, get) => {
    const paying = (change: Partial<Paying>): void =>
      set((state) => ({ paying: { ...(state.paying ?? NEW_PAYMENT), ...change } }));

    /** One payment at a time, whatever is pressed how often (P8). */
    async function pay(work: (open: OpenTill) => Promise<Verdict>): Promise<void> {
      if (till === null || get().paying?.busy === true) return;
      paying({ ...NEW_PAYMENT, busy: true });
      const verdict = await work(till);
      if (isSold(verdict)) set({ cart: EMPTY_CART });
      paying({ busy: false, question: null, verdict });
      if (isSold(verdict)) paying({ printed: await till.printSlip(verdict.sale) });
      await till.refresh();
    }

    return {
      ...AT_FIRST,
      scan: (product) => {
        if (get().paying !== null) return;
        const next = addProduct(get().cart, product, 1000, ports.random.uuid());
        if (next.ok) set({ cart: next.value });
      },
      clear: () => set({ cart: EMPTY_CART }),
      startPaying: () => {
        if (get().cart.lines.length > 0) paying(NEW_PAYMENT);
      },
      stopPaying: () => {
        if (get().paying?.busy !== true) set({ paying: null });
      },
      payCash: (receivedMinor) =>
        pay(async (open) => {
          const sold = await open.payCash(priceCart(get().cart, 'inclusive'), receivedMinor);
          return sold.ok
            ? { kind: 'cash', sale: sold.value }
            : { kind: 'failed', failure: sold.error };
        }),
      payCard: (cardId, pin) =>
        pay(async (open) => {
          stopWaiting = new AbortController();
          const outcome = await open.payCard(priceCart(get().cart, 'inclusive'), cardId, pin, {
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
      sendNow: async () => {
        await till?.drain(true);
      },
      setLine: async (line) => {
        const changed = await ports.host.setLineConditions(line);
        if (changed.ok) set({ line: changed.value });
        await till?.probe();
      },
    };
  });

  async function start(): Promise<void> {
    const opened = await openTill(ports, (figures) => store.setState(figures));
    if (!opened.ok) {
      store.setState({ phase: 'failed', failure: opened.error });
      return;
    }
    till = opened.value;
    const { terminal, cardsLocked } = opened.value;
    store.setState({ phase: 'ready', terminal, cardsLocked });
    await till.keepGoing();
  }

  return { store, start };
}

function isSold(verdict: Verdict): verdict is Extract<Verdict, { sale: Sale }> {
  return verdict.kind === 'cash' || verdict.kind === 'approved' || verdict.kind === 'provisional';
}
