import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { WireTerminal } from '../../shared/domain/iso8583/exchange.ts';
import type { TillPorts } from '../ports.ts';
import { WireLog, withSales, type LoggedExchange } from '../services/wire/wire-log.ts';
import { wireStory } from '../services/wire/wire-story.ts';
import { NewestLook } from './newest-look.ts';
import type { TillState } from './till-store.ts';

/** The wire view: what was said to the bank and heard from it, as ISO 8583. */
export interface WireState {
  /** Null while nobody looks. */
  readonly shown: WireShown | null;
  /** Everything between this sale and the bank, from the till's own journal. */
  readonly showSale: (saleId: string) => Promise<void>;
  /** What goes over the line in this window, as it goes. */
  readonly showLine: () => Promise<void>;
  readonly close: () => void;
}

export interface WireShown {
  /** A sale's number; null for the line. */
  readonly saleNumber: string | null;
  readonly exchanges: readonly LoggedExchange[];
  readonly failure: Failure | null;
}

interface Surroundings {
  readonly store: TillPorts['store'];
  readonly nowMs: () => number;
  /** Asked only when something has gone over the line. */
  readonly till: () => StoreApi<TillState>;
}

export function createWireStore({ store, nowMs, till }: Surroundings) {
  const looks = new NewestLook();
  const wire = createStore<WireState>()((set) => ({
    shown: null,
    showSale: async (saleId) => {
      const story = await looks.at(() => wireStory(store, saleId));
      if (story === null) return;
      if (!story.ok) return set({ shown: { ...NOTHING, saleNumber: '', failure: story.error } });
      if (story.value === null) return;
      const { saleNumber, exchanges } = story.value;
      const keyed = exchanges.map((exchange, i) => ({ key: String(i), exchange }));
      set({ shown: { saleNumber, exchanges: keyed, failure: null } });
    },
    showLine: async () => {
      looks.leave();
      set({ shown: NOTHING });
      await look();
    },
    close: () => {
      looks.leave();
      set({ shown: null });
    },
  }));

  /** Each payment with its card, which only the sale knows. */
  async function look(): Promise<void> {
    const { entries } = log;
    const ids = new Set(
      entries.flatMap(({ exchange: { saleId } }) => (saleId === '' ? [] : saleId)),
    );
    const sales = await store.sales([...ids]);
    const { shown } = wire.getState();
    if (shown === null || shown.saleNumber !== null) return;
    if (!sales.ok) return wire.setState({ shown: { ...NOTHING, failure: sales.error } });
    wire.setState({ shown: { ...NOTHING, exchanges: withSales(entries, sales.value) } });
  }

  const log = new WireLog({
    nowMs,
    terminal: () => terminalOf(till().getState()),
    changed: () => {
      const { shown } = wire.getState();
      if (shown !== null && shown.saleNumber === null) void look();
    },
  });

  return { store: wire, listenTo: (host: TillPorts['host']) => log.listenTo(host) };
}

const NOTHING: WireShown = { saleNumber: null, exchanges: [], failure: null };

function terminalOf({ terminal, batchNumber }: TillState): WireTerminal | null {
  if (terminal === null) return null;
  const { terminalId, merchantId } = terminal;
  return { terminalId, merchantId, operatorId: '', batchNumber };
}
