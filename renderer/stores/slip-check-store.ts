import { createStore } from 'zustand/vanilla';
import { codesOnSlip } from '../../shared/domain/provisional-slip.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { TillPorts } from '../ports.ts';
import { checkSlip, type SlipCheck } from '../services/slips/slip-check.ts';

/** Codes of provisional slips: drawn beside a slip, and what a scanned one has come to. */
export interface SlipCheckState {
  /** Null while nobody looks. */
  readonly shown: SlipChecking | null;
  /** By the id of the payment; what has not been asked for yet is not there. */
  readonly codes: Readonly<Record<string, string>>;
  readonly check: (code: string) => Promise<void>;
  readonly close: () => void;
  readonly lookFor: (sale: Sale) => Promise<void>;
}

export interface SlipChecking {
  readonly code: string;
  /** Null while the bank is asked. */
  readonly found: SlipCheck | null;
}

export function createSlipCheckStore({ host, store }: Pick<TillPorts, 'host' | 'store'>) {
  return createStore<SlipCheckState>()((set, get) => ({
    shown: null,
    codes: {},
    check: async (code) => {
      const asking: SlipChecking = { code, found: null };
      set({ shown: asking });
      const found = await checkSlip({ host, store }, code);
      // Closed, or another one scanned meanwhile: this answer is nobody's any more.
      if (get().shown === asking) set({ shown: { code, found } });
    },
    close: () => set({ shown: null }),
    lookFor: async (sale) => {
      for (const slip of codesOnSlip(sale)) {
        if (get().codes[slip.paymentId] !== undefined) continue;
        const signed = await host.signSlip(slip);
        if (!signed.ok) return;
        set(({ codes }) => ({ codes: { ...codes, [slip.paymentId]: signed.value } }));
      }
    },
  }));
}
