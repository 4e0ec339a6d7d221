import type { Head } from '../../../shared/domain/journal.ts';
import { lineAtStart, type LineState } from '../../../shared/domain/line-state.ts';
import { minor } from '../../../shared/domain/money.ts';
import {
  judgeOffline,
  windowUsed,
  windowWarning,
  type Exposure,
  type OfflineVerdict,
} from '../../../shared/domain/offline-policy.ts';
import type { OfflinePolicy } from '../../../shared/domain/parameters.ts';
import { RESTING, type QueueStatus } from './queue-status.ts';
import { QueueTally, type Attention, type QueueSums, type Unsent } from './queue-tally.ts';
import type { ClockFacts } from '../start/till-clock.ts';

/** What the status bar shows; computed from the two copies and from real requests only. */
export interface TillFigures {
  /** Where the line to the bank stands and why (P14). */
  readonly reach: LineState;
  readonly clock: ClockFacts;
  readonly unsent: Unsent;
  /** False while it cannot be read, or lacks what the journal holds: what is shown is older (I9). */
  readonly isQueueRead: boolean;
  /** The exception list: it waits for a person, not for the line (P13). */
  readonly attention: Attention;
  readonly queue: QueueStatus;
  /** Promised money that no bank has answered for (P15). */
  readonly exposure: Exposure;
  readonly offlineWindow: OfflineWindow;
  /** What the policy says to the smallest tap at this moment: whether promises go on at all. */
  readonly smallestPromise: OfflineVerdict;
  readonly printer: PrinterFigure;
  readonly journalNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** An approval could not be written down and is not taken back yet: no card is read (P9). */
  readonly unrecorded: boolean;
  /** Numbers that the bank lacks and this till cannot tell it: somebody must compare (P2). */
  readonly missingAtBank: readonly number[];
}

/** The time that promises may still wait (P15, P20). */
export interface OfflineWindow {
  readonly leftMs: number | null;
  /** Share that is used up; 1 and above = no more promises. */
  readonly used: number;
  readonly warning: 50 | 80 | 95 | 100 | null;
}

/** How the last slip came out; a printer that was not used yet has nothing to say. */
export type PrinterFigure =
  | { readonly kind: 'unused' }
  | { readonly kind: 'printed'; readonly saleNumber: string }
  | { readonly kind: 'failed'; readonly saleNumber: string; readonly code: string };

const EMPTY_QUEUE = new QueueTally([]).sums();

export const NO_FIGURES: TillFigures = {
  reach: lineAtStart(0),
  clock: { trusted: true, bankOffsetMs: null, bankHeardMs: null },
  unsent: EMPTY_QUEUE.unsent,
  isQueueRead: false,
  attention: EMPTY_QUEUE.attention,
  queue: RESTING,
  exposure: { count: 0, totalMinor: minor(0), ofThisCardMinor: minor(0), oldestAtMs: null },
  offlineWindow: { leftMs: null, used: 0, warning: null },
  smallestPromise: { kind: 'allowed' },
  printer: { kind: 'unused' },
  journalNumber: 0,
  batchNumber: 0,
  traceNumber: 0,
  unrecorded: false,
  missingAtBank: [],
};

export interface FigureSources {
  readonly line: LineState;
  readonly clock: ClockFacts;
  readonly sums: QueueSums;
  readonly isOutboxRead: boolean;
  readonly queue: QueueStatus;
  readonly printer: PrinterFigure;
  readonly head: Head;
  readonly policy: OfflinePolicy;
  readonly offlineNowMs: number;
  readonly unrecorded: boolean;
  readonly missingAtBank: readonly number[];
}

export function figuresOf(sources: FigureSources): TillFigures {
  const { sums, head, policy, clock, offlineNowMs } = sources;
  const { count, amountMinor: totalMinor, oldestAtMs } = sums.promises;
  const exposure: Exposure = { count, totalMinor, ofThisCardMinor: minor(0), oldestAtMs };
  const used = windowUsed({ policy, exposure, offlineNowMs });
  const leftMs =
    oldestAtMs === null ? null : Math.max(0, oldestAtMs + policy.maxAgeMs - offlineNowMs);
  return {
    reach: sources.line,
    clock,
    unsent: sums.unsent,
    isQueueRead: sources.isOutboxRead,
    attention: sums.attention,
    queue: sources.queue,
    exposure,
    offlineWindow: { leftMs, used, warning: windowWarning(used) },
    smallestPromise: judgeOffline({
      policy,
      exposure,
      offlineNowMs,
      clockTrusted: clock.trusted,
      amountMinor: minor(1),
      card: ANY_TAP,
      cardExpired: false,
      cardNotYetValid: false,
      cardHot: false,
    }),
    printer: sources.printer,
    journalNumber: head.number,
    batchNumber: head.counters.batch,
    traceNumber: head.counters.trace,
    unrecorded: sources.unrecorded,
    missingAtBank: sources.missingAtBank,
  };
}

/** A card that the policy has nothing against: what is left are the caps. */
const ANY_TAP = {
  maskedNumber: '',
  cardToken: '',
  scheme: '',
  entryMode: 'contactless',
  verification: 'none',
  expiry: '',
} as const;
