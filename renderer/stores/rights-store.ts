import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import type { OperatorSession } from '../../shared/contracts/host-facts.ts';
import { hasRight, RIGHTS } from '../../shared/domain/operators.ts';
import type { AllowedAct } from '../services/paying/allowed-act.ts';
import type { Checkout } from '../services/paying/checkout.ts';

/**
 * What a cashier wants and may not do alone (A28). It does not happen, and waits here until a supervisor
 * has said yes to it; then it is written down, and happens as it was asked for.
 */
export interface RightsState {
  /** Null: nothing waits. */
  readonly wanted: AllowedAct | null;
  /** Why the yes could not be written down; what was wanted still waits. */
  readonly failure: Failure | null;
  readonly allow: (approval: Approval) => Promise<void>;
  /** It is not wanted any more, or whoever wanted it has gone. */
  readonly close: () => void;
}

/**
 * Does it at once where nothing of it needs anybody, and answers with what it gave; else once all of it
 * was allowed, and null until then.
 */
export type AskRight = <Done>(needed: () => readonly AllowedAct[], run: () => Done) => Done | null;

/** At a counter where everybody may do everything. */
export const MAY_ALL: AskRight = (_needed, run) => run();

interface Surroundings {
  readonly session: Pick<StoreApi<{ readonly session: OperatorSession | null }>, 'getState'>;
  /** Null while it is shut. */
  readonly till: { readonly checkout: Pick<Checkout, 'noteAllowed'> } | null;
}

export function createRightsStore(around: () => Surroundings) {
  /** What may be taken off a sale, by its id: what the host has heard in this run, too. */
  const discounts = new Map<string, number>();
  let goOn: () => void = () => undefined;

  const store = createStore<RightsState>()((set, get) => ({
    wanted: null,
    failure: null,
    allow: async (approval) => {
      const { wanted } = get();
      if (wanted === null) return;
      const written = await around().till?.checkout.noteAllowed(wanted, approval);
      if (written === undefined) return;
      if (written.ok && wanted.right === 'discount') {
        discounts.set(wanted.saleId, wanted.amountMinor);
      }
      // Closed meanwhile: nobody wants it any more.
      if (get().wanted !== wanted) return;
      if (!written.ok) return set({ failure: written.error });
      set(NOTHING_WANTED);
      goOn();
    },
    close: () => set(NOTHING_WANTED),
  }));

  function isAllowed({ right, saleId, amountMinor }: AllowedAct): boolean {
    const operator = around().session.getState().session;
    if (operator === null || hasRight(operator, right)) return true;
    return right === 'discount' && amountMinor <= (discounts.get(saleId) ?? 0);
  }

  const ask: AskRight = (needed, run) => {
    const operator = around().session.getState().session;
    const mayAll = operator === null || RIGHTS.every((right) => hasRight(operator, right));
    const acts = mayAll ? [] : needed();
    const wanted = acts.find((act) => !isAllowed(act));
    if (wanted === undefined) return run();
    const others = acts.filter((act) => act !== wanted);
    goOn = () => void ask(() => others, run);
    store.setState({ wanted, failure: null });
    return null;
  };

  return { store, ask };
}

const NOTHING_WANTED = { wanted: null, failure: null };
