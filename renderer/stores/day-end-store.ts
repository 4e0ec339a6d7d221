import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import type { ReceiptRow } from '../../shared/domain/receipt-rows.ts';
import { NOTHING_REFUSED, type RecoveryTally } from '../../shared/domain/recovery-rate.ts';
import type { Settlement } from '../../shared/domain/settlement.ts';
import type { Result } from '../../shared/lib/result.ts';
import { NO_SIGNATURES, type SignatureCounts } from '../services/paying/card-signatures.ts';
import type {
  DayEnd,
  DayEndOutcome,
  DayEndProgress,
  DayEndView,
} from '../services/day-end/day-end.ts';
import type { CureDecision } from '../services/day-end/day-end-cures.ts';
import type { TillState } from './till-store.ts';

/** The wizard of the day end (P22): what would be settled, what became of it, what differs. */
export interface DayEndState {
  readonly isOpen: boolean;
  /** Null until it has been looked at. */
  readonly view: DayEndView | null;
  /** Of what was pressed here; null: nothing yet. */
  readonly outcome: DayEndOutcome | null;
  readonly progress: DayEndProgress;
  readonly failure: Failure | null;
  readonly isPrintFailed: boolean;
  /** Ended by itself, or printed on a printer without paper: its slip is offered until it is out. */
  readonly withoutSlip: Settlement | null;
  /** As it was looked at last, which is after what was pressed. */
  readonly recoveryNow: () => RecoveryTally;
  readonly signaturesNow: () => SignatureCounts;
  readonly open: () => Promise<void>;
  readonly leave: () => void;
  readonly end: (approval: Approval) => Promise<DayEndOutcome | null>;
  readonly cure: (
    decisions: readonly CureDecision[],
    approval: Approval,
  ) => Promise<DayEndOutcome | null>;
  readonly print: (
    settlement: Settlement,
    title: string,
    rows: readonly ReceiptRow[],
  ) => Promise<void>;
  /** The slip of what ended while nobody looked. */
  readonly printMissing: (
    title: string,
    rowsOf: (settlement: Settlement) => readonly ReceiptRow[],
  ) => Promise<void>;
  readonly dropSlip: () => Promise<void>;
}

interface Surroundings {
  readonly till: StoreApi<TillState>;
  readonly openTill: () => { readonly dayEnd: DayEnd } | null;
}

export function createDayEndStore({ till, openTill }: Surroundings) {
  const store = createStore<DayEndState>()((set, get) => {
    let unwatch = (): void => undefined;
    /** Pressed here and not over: who pressed looks afterwards, with the outcome in hand. */
    let isAtWork = false;

    /** What goes on by itself while it is looked at (P21) is seen as well, and its end too (I9). */
    function watch(): void {
      unwatch();
      const stop = openTill()?.dayEnd.watch((progress) => {
        set({ progress });
        if (progress.kind === 'resting' && !isAtWork) void look();
      });
      // They go by themselves while it lies open; the figures change with each that is sent.
      const heed = till.subscribe(() => {
        const { view, progress } = get();
        const isWaiting = (view?.signatures.unsent ?? 0) > 0;
        if (isWaiting && progress.kind === 'resting' && !isAtWork) void look();
      });
      unwatch = () => {
        stop?.();
        heed();
      };
    }

    async function look(): Promise<void> {
      const looked = await openTill()?.dayEnd.look();
      if (looked === undefined) return;
      set(looked.ok ? { view: looked.value } : { failure: looked.error });
    }

    const { lookForSlip, ...missing } = missingSlip({ openTill, set, get, look });

    /** From the start on: a day end that goes on by itself ends whether anybody looks or not. */
    till.subscribe(({ phase }, before) => {
      if (phase !== 'ready' || before.phase === 'ready') return;
      void lookForSlip();
      openTill()?.dayEnd.watch(({ kind }) => {
        // Who pressed prints by himself.
        if (kind === 'resting' && !isAtWork) void lookForSlip();
      });
    });

    async function run(
      work: (dayEnd: DayEnd) => Promise<Result<DayEndOutcome, Failure>>,
    ): Promise<DayEndOutcome | null> {
      const dayEnd = openTill()?.dayEnd;
      if (dayEnd === undefined || get().progress.kind !== 'resting') return null;
      set({ failure: null, isPrintFailed: false });
      isAtWork = true;
      const done = await work(dayEnd).finally(() => {
        isAtWork = false;
      });
      set(done.ok ? { outcome: done.value } : { failure: done.error });
      await look();
      return done.ok ? done.value : null;
    }

    return {
      isOpen: false,
      view: null,
      outcome: null,
      progress: { kind: 'resting' },
      failure: null,
      isPrintFailed: false,
      withoutSlip: null,
      recoveryNow: () => get().view?.recovery ?? NOTHING_REFUSED,
      signaturesNow: () => get().view?.signatures ?? NO_SIGNATURES,
      open: async () => {
        // What was seen before it was left may be over: shown again, its keys would do nothing (I9).
        if (!get().isOpen) set({ view: null });
        set({ isOpen: true, outcome: null, failure: null, isPrintFailed: false });
        watch();
        await look();
      },
      leave: () => {
        unwatch();
        set({ isOpen: false, progress: { kind: 'resting' } });
      },
      end: (approval) => run((dayEnd) => dayEnd.close(approval)),
      cure: (decisions, approval) => run((dayEnd) => dayEnd.cure(decisions, approval)),
      print: async (settlement, title, rows) => {
        const printed = await openTill()?.dayEnd.print(settlement, title, rows);
        set({ isPrintFailed: printed !== undefined && !printed.ok });
        await lookForSlip();
      },
      ...missing,
    };
  });
  // It goes on by itself when the line is back: what lies open here must not look as before (I9).
  till.subscribe(({ reach }, before) => {
    const { isOpen, progress, open } = store.getState();
    if (isOpen && progress.kind === 'resting' && reach.reach !== before.reach.reach) void open();
  });
  return store;
}

interface SlipParts {
  readonly openTill: Surroundings['openTill'];
  readonly set: (change: Pick<DayEndState, 'withoutSlip'>) => void;
  readonly get: () => DayEndState;
  readonly look: () => Promise<void>;
}

/** The slip of what ended while nobody looked (P21). */
function missingSlip({ openTill, set, get, look }: SlipParts): Pick<
  DayEndState,
  'printMissing' | 'dropSlip'
> & {
  readonly lookForSlip: () => Promise<void>;
} {
  async function lookForSlip(): Promise<void> {
    const looked = await openTill()?.dayEnd.withoutSlip();
    if (looked?.ok === true) set({ withoutSlip: looked.value });
  }
  return {
    lookForSlip,
    printMissing: async (title, rowsOf) => {
      const { withoutSlip } = get();
      if (withoutSlip === null) return;
      // What has come back of the day's refusals stands on it too.
      await look();
      await get().print(withoutSlip, title, rowsOf(withoutSlip));
    },
    dropSlip: async () => {
      const { withoutSlip } = get();
      if (withoutSlip !== null) await openTill()?.dayEnd.dropSlip(withoutSlip);
      await lookForSlip();
    },
  };
}
