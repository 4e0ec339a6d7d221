import { createStore } from 'zustand/vanilla';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { ForcedOffline, HostSettings, Terminal } from '../../shared/contracts/host-facts.ts';
import type { ForceOffline } from '../../shared/contracts/supervised-acts.ts';
import type { KeyProtection, MoveToBank, Reactivation } from '../../shared/contracts/host.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { reactivate } from '../services/start/reactivation.ts';
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
  /** The same terminal with a new activation code (P24). */
  readonly reactivate: (
    request: Omit<Reactivation, 'isOpen'>,
  ) => Promise<Result<Terminal, Failure>>;
  /** Under a passphrase, or under another one (P25); null when it was done. */
  readonly protectKeys: (wanted: KeyProtection) => Promise<Failure | null>;
  /** A new device key, known to the bank; null when it was done. */
  readonly renewKey: (approvalId: string) => Promise<Failure | null>;
  /** Off the line by a supervisor's decision; null = not (P14). */
  readonly forcedOffline: ForcedOffline | null;
  /** Needs an approval; journalled by the host, and kept over a restart. True when it was done. */
  readonly forceOffline: (wanted: ForceOffline) => Promise<boolean>;
}

type Till = Pick<OpenTill, 'heartbeat' | 'whatKeepsTerminal' | 'signOnNow'>;

export function createSettingsStore(
  { host }: Pick<TillPorts, 'host'>,
  openTill: () => Till | null,
  hostKnows: () => Promise<void>,
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
      if (moved.ok) void openTill()?.heartbeat.askNow();
      return moved.ok;
    },
    reactivate: async (request) => {
      const till = openTill();
      if (till === null) return err(failure('store-closed'));
      const activated = await reactivate(till, host, request);
      // Whether the bank knows this till again is for the bar to say.
      if (activated.ok) void till.heartbeat.askNow();
      return activated;
    },
    protectKeys: async (wanted) => {
      const done = await host.protectKeys(wanted);
      // The level stands in the settings and in the readiness: asked anew.
      await hostKnows();
      return done.ok ? null : done.error;
    },
    renewKey: async (approvalId) => {
      const done = await host.renewKey({ approvalId });
      return done.ok ? null : done.error;
    },
    forceOffline: async (wanted) => {
      const done = await host.forceOffline(wanted);
      set({ failure: done.ok ? null : done.error });
      await get().look();
      // What the bar says of the line is what a real question finds out: here, that none leaves.
      await openTill()?.heartbeat.askNow();
      return done.ok;
    },
  }));
}
