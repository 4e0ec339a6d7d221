import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { OfflinePolicy } from '../../shared/domain/parameters.ts';
import type { Head } from '../../shared/domain/journal.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import { windowUsed, windowWarning } from '../../shared/domain/offline-policy.ts';
import { lineAtStart, type LineState } from '../../shared/domain/line-state.ts';
import { RESTING, type QueueStatus } from './queue-status.ts';
import type { ClockFacts } from './till-clock.ts';

/** What the status bar shows; computed from the two copies and from real requests only. */
export interface TillFigures {
  /** Where the line to the bank stands and why (P14). */
  readonly reach: LineState;
  readonly clock: ClockFacts;
  readonly unsent: Unsent;
  /** On the exception list: sent and answered, but a supervisor must decide (P13). */
  readonly attention: Attention;
  readonly queue: QueueStatus;
  readonly offlineWindow: OfflineWindow;
  readonly journalNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** An approval could not be written down and is not taken back yet: no card is read (P9). */
  readonly unrecorded: boolean;
}

/** Sales of which the bank has not heard everything. */
export interface Unsent {
  readonly count: number;
  readonly amountMinor: Minor;
  readonly promisedMinor: Minor;
  readonly oldestAtMs: number | null;
}

export interface Attention {
  readonly count: number;
  readonly amountMinor: Minor;
}

/** The time that promises may still wait (P15, P20). */
export interface OfflineWindow {
  readonly leftMs: number | null;
  readonly warning: 50 | 80 | 95 | 100 | null;
}

export const NO_FIGURES: TillFigures = {
  reach: lineAtStart(0),
  clock: { trusted: true, bankOffsetMs: null },
  unsent: { count: 0, amountMinor: minor(0), promisedMinor: minor(0), oldestAtMs: null },
  attention: { count: 0, amountMinor: minor(0) },
  queue: RESTING,
  offlineWindow: { leftMs: null, warning: null },
  journalNumber: 0,
  batchNumber: 0,
  traceNumber: 0,
  unrecorded: false,
};

export interface FigureSources {
  readonly line: LineState;
  readonly clock: ClockFacts;
  readonly outbox: readonly OutboxRow[];
  readonly queue: QueueStatus;
  readonly head: Head;
  readonly policy: OfflinePolicy;
  readonly offlineNowMs: number;
  readonly unrecorded: boolean;
}

export function figuresOf(sources: FigureSources): TillFigures {
  const { outbox, head, policy, offlineNowMs } = sources;
  // What the bank refused waits for a person, not for the line: it is nobody's promise any more.
  const waiting = outbox.filter(({ lane }) => lane !== 'exception');
  const promised = waiting.filter(({ kind }) => kind === 'stored-payment');
  const oldestPromiseAtMs = oldestOf(promised);
  const used = windowUsed({ policy, exposure: { oldestAtMs: oldestPromiseAtMs }, offlineNowMs });
  return {
    reach: sources.line,
    clock: sources.clock,
    unsent: unsentOf(waiting, promised),
    attention: attentionOf(outbox.filter(({ lane }) => lane === 'exception')),
    queue: sources.queue,
    offlineWindow: {
      leftMs:
        oldestPromiseAtMs === null
          ? null
          : Math.max(0, oldestPromiseAtMs + policy.maxAgeMs - offlineNowMs),
      warning: windowWarning(used),
    },
    journalNumber: head.number,
    batchNumber: head.counters.batch,
    traceNumber: head.counters.trace,
    unrecorded: sources.unrecorded,
  };
}

/** Counts sales, not rows: a stored payment and the report of its sale are one thing to a cashier. */
function unsentOf(outbox: readonly OutboxRow[], promised: readonly OutboxRow[]): Unsent {
  const bySale = new Map(outbox.map(({ saleId, amountMinor }) => [saleId, amountMinor]));
  return {
    count: bySale.size,
    amountMinor: total(bySale.values()),
    promisedMinor: total(promised.map(({ amountMinor }) => amountMinor)),
    oldestAtMs: oldestOf(outbox),
  };
}

/** All tries of one promise are one piece of money: one sale, one decision. */
function attentionOf(parked: readonly OutboxRow[]): Attention {
  const bySale = new Map(parked.map(({ saleId, amountMinor }) => [saleId, amountMinor]));
  return { count: bySale.size, amountMinor: total(bySale.values()) };
}

function total(amounts: Iterable<number>): Minor {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return minor(sum);
}

function oldestOf(rows: readonly OutboxRow[]): number | null {
  return rows.length === 0 ? null : Math.min(...rows.map(({ createdAtMs }) => createdAtMs));
}
