import { classOfAnswer } from '../../shared/contracts/answer-classes.ts';
import { isErrorCode } from '../../shared/contracts/error-codes.ts';
import type { Certainty } from '../../shared/domain/certainty.ts';
import type { Head } from '../../shared/domain/journal.ts';
import { lineAtStart, type LineState } from '../../shared/domain/line-state.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import {
  judgeOffline,
  windowUsed,
  windowWarning,
  type Exposure,
  type OfflineVerdict,
} from '../../shared/domain/offline-policy.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { OfflinePolicy } from '../../shared/domain/parameters.ts';
import { RESTING, type QueueStatus } from './queue-status.ts';
import type { ClockFacts } from './till-clock.ts';

/** What the status bar shows; computed from the two copies and from real requests only. */
export interface TillFigures {
  /** Where the line to the bank stands and why (P14). */
  readonly reach: LineState;
  readonly clock: ClockFacts;
  readonly unsent: Unsent;
  /** False while it cannot be read, or lacks what the journal holds: what is shown is older (I9). */
  readonly isQueueRead: boolean;
  /** The exception list: it waits for a person, not for the line (P13). */
  readonly attention: CountedMoney;
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

export interface CountedMoney {
  readonly count: number;
  readonly amountMinor: Minor;
}

/** Sales of which the bank has not heard everything, but for the exception list. */
export interface Unsent extends CountedMoney {
  /** Transactions behind them: what the bank has not seen (P2). */
  readonly recordCount: number;
  readonly promisedMinor: Minor;
  /** The least certain of it: a reversal on its way is money that nobody can be sure of (P6). */
  readonly ink: Certainty;
  readonly oldestAtMs: number | null;
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

const NO_MONEY: CountedMoney = { count: 0, amountMinor: minor(0) };

export const NO_FIGURES: TillFigures = {
  reach: lineAtStart(0),
  clock: { trusted: true, bankOffsetMs: null },
  unsent: {
    ...NO_MONEY,
    recordCount: 0,
    promisedMinor: minor(0),
    ink: 'certain',
    oldestAtMs: null,
  },
  isQueueRead: false,
  attention: NO_MONEY,
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
  readonly outbox: readonly OutboxRow[];
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
  const { outbox, head, policy, clock, offlineNowMs } = sources;
  const promises = outbox.filter(isPromise);
  const exposure: Exposure = {
    count: promises.length,
    totalMinor: sumOf(promises),
    ofThisCardMinor: minor(0),
    oldestAtMs: oldestOf(promises),
  };
  const used = windowUsed({ policy, exposure, offlineNowMs });
  const { oldestAtMs } = exposure;
  const leftMs =
    oldestAtMs === null ? null : Math.max(0, oldestAtMs + policy.maxAgeMs - offlineNowMs);
  return {
    reach: sources.line,
    clock,
    unsent: unsentOf(outbox.filter(({ lane }) => lane !== 'exception')),
    isQueueRead: sources.isOutboxRead,
    attention: moneyOf(outbox.filter(({ lane }) => lane === 'exception')),
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

/** A record that the bank could not read is still a promise; one that it refused is none. */
function isPromise({ kind, lane, reason }: OutboxRow): boolean {
  if (kind !== 'stored-payment') return false;
  return lane !== 'exception' || isErrorCode(reason) || classOfAnswer(reason) !== 'refused';
}

function unsentOf(waiting: readonly OutboxRow[]): Unsent {
  return {
    ...moneyOf(waiting),
    recordCount: waiting.length,
    promisedMinor: sumOf(waiting.filter(({ kind }) => kind === 'stored-payment')),
    ink: inkOf(waiting),
    oldestAtMs: oldestOf(waiting),
  };
}

function inkOf(waiting: readonly OutboxRow[]): Certainty {
  if (waiting.some((row) => isBeingTakenBack(row, waiting))) return 'unknown';
  return waiting.some(({ kind }) => kind === 'stored-payment') ? 'promised' : 'certain';
}

/** A reversal beside a record of the same sale is of a try that another one replaced (P7). */
function isBeingTakenBack({ kind, saleId }: OutboxRow, waiting: readonly OutboxRow[]): boolean {
  if (kind !== 'reversal') return false;
  return waiting.every((other) => other.saleId !== saleId || other.kind === 'reversal');
}

/** Counts sales, not rows: a stored payment and the report of its sale are one thing to a cashier. */
function moneyOf(rows: readonly OutboxRow[]): CountedMoney {
  const bySale = new Map<string, number>();
  for (const { saleId, kind, amountMinor } of rows) {
    // A number that was not used is told to the bank, but it never was money.
    const worthMinor = kind === 'void-number' ? 0 : amountMinor;
    bySale.set(saleId, Math.max(bySale.get(saleId) ?? 0, worthMinor));
  }
  let total = 0;
  for (const amountMinor of bySale.values()) total += amountMinor;
  return { count: bySale.size, amountMinor: minor(total) };
}

function sumOf(rows: readonly OutboxRow[]): Minor {
  return minor(rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
}

function oldestOf(rows: readonly OutboxRow[]): number | null {
  return rows.length === 0 ? null : Math.min(...rows.map(({ createdAtMs }) => createdAtMs));
}
