import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { HostSettings, MoveToBank } from '../../shared/contracts/host.ts';
import type { TillPorts } from '../ports.ts';

/** What a shop may choose; kept by the host, shown at once. */
export interface SettingsState {
  readonly settings: HostSettings;
  readonly bankUrl: string;
  readonly failure: Failure | null;
  readonly look: () => Promise<void>;
  readonly change: (change: Partial<HostSettings>) => Promise<void>;
  /** The same bank at another address; the pinned key stays (P25). True when it was kept. */
  readonly moveToBank: (move: MoveToBank) => Promise<boolean>;
}

export function createSettingsStore({ host }: Pick<TillPorts, 'host'>) {
  return createStore<SettingsState>()((set, get) => ({
    settings: { language: 'zh-CN', theme: 'system' },
    bankUrl: '',
    failure: null,
    look: async () => {
      const about = await host.about();
      if (about.ok) set({ settings: about.value.settings, bankUrl: about.value.bankUrl });
    },
    change: async (change) => {
      const saved = await host.saveSettings({ ...get().settings, ...change });
      set(saved.ok ? { settings: saved.value, failure: null } : { failure: saved.error });
    },
    moveToBank: async (move) => {
      const moved = await host.moveToBank(move);
      set(moved.ok ? { bankUrl: move.bankUrl, failure: null } : { failure: moved.error });
      return moved.ok;
    },
  }));
}
