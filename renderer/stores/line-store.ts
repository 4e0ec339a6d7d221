import { createStore, type StoreApi } from 'zustand/vanilla';
import { CLEAR_LINE, type LineConditions } from '../../shared/contracts/line-conditions.ts';
import { Turns } from '../../shared/lib/turns.ts';
import type { TillPorts } from '../ports.ts';
import type { Heartbeat } from '../services/heartbeat.ts';
import type { TillState } from './till-store.ts';

/** What the trainer does to the line; the same till code behaves on it as on a real one. */
export interface LineState {
  readonly line: LineConditions;
  /** Looks now and whenever the figures change: a loss takes one off its counter by itself. */
  readonly watch: () => () => void;
  readonly change: (change: Partial<LineConditions>) => Promise<void>;
  /** One more, or one less, of the next messages gets lost. */
  readonly lose: (what: LossCounter, by: 1 | -1) => Promise<void>;
}

export type LossCounter = 'loseNextAnswers' | 'loseNextRequests';

/** As many as one lesson needs; the host takes no more than 100. */
export const MOST_LOST = 9;

interface Surroundings {
  readonly till: StoreApi<TillState>;
  readonly openTill: () => { readonly heartbeat: Pick<Heartbeat, 'askNow'> } | null;
}

export function createLineStore(
  { host }: Pick<TillPorts, 'host'>,
  { till, openTill }: Surroundings,
) {
  return createStore<LineState>()((set, get) => {
    // Two quick presses lose two: the second counts on from what the first has made of it.
    const turns = new Turns();

    async function look(): Promise<LineConditions> {
      const now = await host.lineConditions();
      if (now.ok && !isSame(now.value, get().line)) set({ line: now.value });
      return get().line;
    }

    function change(wanted: (now: LineConditions) => Partial<LineConditions>): Promise<void> {
      return turns.take(async () => {
        // Of what the host has now: a counter may have run down since this was drawn.
        const now = await look();
        const changed = await host.setLineConditions({ ...now, ...wanted(now) });
        if (changed.ok) set({ line: changed.value });
      });
    }

    return {
      line: CLEAR_LINE,
      watch: () => {
        void look();
        return till.subscribe(() => void look());
      },
      change: async (wanted) => {
        await change(() => wanted);
        await openTill()?.heartbeat.askNow();
      },
      lose: (what, by) =>
        change((now) => ({ [what]: Math.min(MOST_LOST, Math.max(0, now[what] + by)) })),
    };
  });
}

function isSame(one: LineConditions, other: LineConditions): boolean {
  return Object.entries(one).every(([key, value]) => other[key as keyof LineConditions] === value);
}
