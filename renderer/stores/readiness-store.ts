import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import { asksForSomebody, type DeskDevices } from '../../shared/domain/readiness.ts';
import type { ReceiptRow } from '../../shared/domain/receipt-rows.ts';
import type { TillPorts } from '../ports.ts';
import type { Readiness } from '../services/start/readiness-check.ts';
import type { OpenTill } from '../services/till.ts';
import type { TillState } from './till-store.ts';

/** The check before the first sale of a day, until somebody has read what it found. */
export interface ReadinessState {
  readonly readiness: Readiness | null;
  /** What was found lies over the register as a strip: it is new, and somebody should act on it. */
  readonly isDue: boolean;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  /** Of the last print; null while there was none, or it came out. */
  readonly printFailure: Failure | null;
  readonly examine: () => Promise<void>;
  readonly open: () => Promise<void>;
  /** Read, for this day. */
  readonly close: () => Promise<void>;
  /** A trainer's hands on what stands on the counter (demo and training merchants only). */
  readonly setDevices: (change: Partial<DeskDevices>) => Promise<void>;
  readonly print: (title: string, rows: readonly ReceiptRow[]) => Promise<void>;
}

interface Surroundings {
  readonly till: StoreApi<TillState>;
  readonly openTill: () => Pick<OpenTill, 'readiness' | 'businessDay'> | null;
}

export function createReadinessStore(
  { host }: Pick<TillPorts, 'host'>,
  { till, openTill }: Surroundings,
) {
  const store = createStore<ReadinessState>()((set, get) => ({
    readiness: null,
    isDue: false,
    isOpen: false,
    isBusy: false,
    printFailure: null,
    examine: async () => {
      const check = openTill()?.readiness;
      if (check === undefined || get().isBusy) return;
      set({ isBusy: true });
      const examined = await check.examine().finally(() => set({ isBusy: false }));
      if (!examined.ok) return;
      const { findings, isSeen } = examined.value;
      set({ readiness: examined.value, isDue: !isSeen && findings.some(asksForSomebody) });
    },
    open: async () => {
      set({ isOpen: true, printFailure: null });
      await get().examine();
    },
    close: async () => {
      const { readiness } = get();
      set({ isOpen: false, isDue: false });
      if (readiness !== null) await openTill()?.readiness.see(readiness);
    },
    setDevices: async (change) => {
      const devices = get().readiness?.devices;
      if (devices === undefined) return;
      await host.setDeskDevices({ ...devices, ...change });
      await get().examine();
    },
    print: async (title, rows) => {
      const printed = await openTill()?.readiness.print(title, rows);
      set({ printFailure: printed === undefined || printed.ok ? null : printed.error });
    },
  }));

  // Once the bank has answered or has not: before that nobody can say how the line and the clock
  // are. And again on another day, at a till that nobody ever shuts.
  till.subscribe(({ phase, reach, clock }, before) => {
    const isHeard = reach.reach === 'offline' || clock.bankOffsetMs !== null;
    if (phase !== 'ready' || reach.reach === 'unknown' || !isHeard) return;
    const { readiness, isDue, examine } = store.getState();
    const isNewDay = readiness?.day !== openTill()?.businessDay;
    const isMoved = isDue && reach.reach !== before.reach.reach;
    if (isNewDay || isMoved) void examine();
  });
  return store;
}
