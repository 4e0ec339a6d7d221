import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type {
  ForcedOffline,
  ForceOffline,
  HostSettings,
  MoveToBank,
} from '../../shared/contracts/host.ts';
import type { TillPorts } from '../ports.ts';
import type { OpenTill } from '../services/till.ts';

/** What a shop may choose; kept by the host, shown at once. */
export interface SettingsState {
  readonly settings: HostSettings;
  readonly bankUrl: string;
  readonly failure: Failure | null;
  readonly look: () => Promise<void>;
  readonly change: (change: Partial<HostSettings>) => Promise<void>;
  /** The same bank at another address; the pinned key stays (P25). True when it was kept. */
  readonly moveToBank: (move: MoveToBank) => Promise<boolean>;
  /** Off the line by a supervisor's decision; null = not (P14). */
  readonly forcedOffline: ForcedOffline | null;
  /** Needs an approval; journalled by the host, and kept over a restart. True when it was done. */
  readonly forceOffline: (wanted: ForceOffline) => Promise<boolean>;
}

export function createSettingsStore(
  { host }: Pick<TillPorts, 'host'>,
  openTill: () => Pick<OpenTill, 'askNow'> | null,
) {
  return createStore<SettingsState>()((set, get) => ({
    settings: { language: 'zh-CN', theme: 'system' },
    bankUrl: '',
    failure: null,
    forcedOffline: null,
    look: async () => {
      const about = await host.about();
      if (!about.ok) return;
      const { settings, bankUrl, forcedOffline } = about.value;
      set({ settings, bankUrl, forcedOffline });
    },
    change: async (change) => {
      const saved = await host.saveSettings({ ...get().settings, ...change });
      set(saved.ok ? { settings: saved.value, failure: null } : { failure: saved.error });
    },
    moveToBank: async (move) => {
      const moved = await host.moveToBank(move);
      set(moved.ok ? { bankUrl: move.bankUrl, failure: null } : { failure: moved.error });
      // Not waited for: whether the bank answers there is for the status bar to say.
      if (moved.ok) void openTill()?.askNow();
      return moved.ok;
    },
    forceOffline: async (wanted) => {
      const done = await host.forceOffline(wanted);
      set({ failure: done.ok ? null : done.error });
      await get().look();
      // What the bar says of the line is what a real question finds out: here, that none leaves.
      await openTill()?.askNow();
      return done.ok;
    },
  }));
}
