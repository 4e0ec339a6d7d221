import { createStore } from 'zustand/vanilla';
import type { FoundSale } from '../services/paying/found-sales.ts';
import type { OpenTill } from '../services/till.ts';

/** What a start found under way (F01–F04), until somebody has dealt with it. */
export interface FoundState {
  readonly found: readonly FoundSale[];
  /** Null while no slip is being printed. */
  readonly printing: string | null;
  /** Of this sale what was received is being given back; null while of none. */
  readonly givingBack: string | null;
  /** As a copy: nobody knows whether paper came out before (F04). */
  readonly print: (saleId: string) => Promise<void>;
  readonly dismiss: (saleId: string) => Promise<void>;
  /** Its customer is gone: cash goes back from the drawer, what the bank took is reversed (P6). */
  readonly giveBack: (saleId: string) => Promise<void>;
}

type Till = Pick<OpenTill, 'found' | 'checkout' | 'refresh' | 'drain'>;

export function createFoundStore(openTill: () => Till | null) {
  return createStore<FoundState>()((set, get) => ({
    found: [],
    printing: null,
    givingBack: null,
    print: async (saleId) => {
      const till = openTill();
      if (till === null || get().printing !== null) return;
      set({ printing: saleId });
      await till.checkout.slips.print(saleId, 'again').finally(() => set({ printing: null }));
      await till.refresh();
    },
    dismiss: async (saleId) => {
      await openTill()?.found.dismiss(saleId);
    },
    giveBack: async (saleId) => {
      const till = openTill();
      if (till === null || get().givingBack !== null) return;
      set({ givingBack: saleId });
      await till.checkout.cancel(saleId).finally(() => set({ givingBack: null }));
      await till.drain(true);
    },
  }));
}
