import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { TillPorts } from '../ports.ts';
import { NewestLook } from './newest-look.ts';

/** Why terminal and chip decided as they did, of any card payment that the till remembers (P17). */
export interface DecisionState {
  /** Null while nobody looks. */
  readonly shown: DecisionShown | null;
  readonly show: (saleId: string) => Promise<void>;
  readonly close: () => void;
}

export interface DecisionShown {
  readonly saleNumber: string;
  /** Each try of the sale with a chip, oldest first. */
  readonly payments: readonly ChipPayment[];
  readonly failure: Failure | null;
}

export type ChipPayment = Payment & { readonly chip: NonNullable<Payment['chip']> };

export function createDecisionStore(store: Pick<TillPorts['store'], 'sales'>) {
  const looks = new NewestLook();
  return createStore<DecisionState>()((set) => ({
    shown: null,
    show: async (saleId) => {
      const read = await looks.at(() => store.sales([saleId]));
      if (read === null) return;
      if (!read.ok) return set({ shown: { saleNumber: '', payments: [], failure: read.error } });
      const sale = read.value.get(saleId);
      if (sale === undefined) return;
      const payments = sale.payments.filter((one): one is ChipPayment => one.chip !== undefined);
      set({ shown: { saleNumber: sale.number, payments, failure: null } });
    },
    close: () => {
      looks.leave();
      set({ shown: null });
    },
  }));
}
