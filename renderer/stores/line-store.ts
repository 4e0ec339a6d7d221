import { createStore } from 'zustand/vanilla';
import { CLEAR_LINE, type LineConditions } from '../../shared/contracts/host.ts';
import type { TillPorts } from '../ports.ts';
import type { OpenTill } from '../services/till.ts';

/** What the trainer does to the line; the same till code behaves on it as on a real one. */
export interface LineState {
  readonly line: LineConditions;
  readonly change: (change: Partial<LineConditions>) => Promise<void>;
}

export function createLineStore(
  { host }: Pick<TillPorts, 'host'>,
  openTill: () => OpenTill | null,
) {
  return createStore<LineState>()((set, get) => ({
    line: CLEAR_LINE,
    change: async (change) => {
      const changed = await host.setLineConditions({ ...get().line, ...change });
      if (changed.ok) set({ line: changed.value });
      await openTill()?.probe();
    },
  }));
}
