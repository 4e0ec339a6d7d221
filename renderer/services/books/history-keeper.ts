import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Clock, DrainLock } from '../../ports.ts';
import { RECORDS_CHECKED } from './copies-check.ts';

/** A store that can move what is old out of the way of what is new (ARCHITECTURE, "Data at rest"). */
export interface PackingStore {
  /** One short step; `more` when another one is due. */
  readonly packHistory: (policy: HistoryPolicy) => Promise<Result<'more' | 'done', Failure>>;
}

export interface HistoryPolicy {
  /** What is younger stays in rows. */
  readonly olderThanMs: number;
  /** So many of the newest records stay in rows, however old: a start looks at them (F09). */
  readonly keptRecords: number;
  readonly recordsAVolume: number;
  readonly recordsAPiece: number;
}

/** What is refunded, reprinted or asked about is mostly younger. */
const DAYS_IN_ROWS = 7;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** One file for ten days of a thousand sales; of a piece, a sale is found in some milliseconds. */
const RECORDS_A_VOLUME = 10_000;
const RECORDS_A_PIECE = 200;

/** A start has other things to do, and so has a till between two steps. */
const FIRST_LOOK_MS = 60_000;
const BETWEEN_STEPS_MS = 2_000;
const NEXT_LOOK_MS = 10 * 60_000;

export function historyPolicy(nowMs: number): HistoryPolicy {
  return {
    olderThanMs: nowMs - DAYS_IN_ROWS * DAY_MS,
    keptRecords: RECORDS_CHECKED,
    recordsAVolume: RECORDS_A_VOLUME,
    recordsAPiece: RECORDS_A_PIECE,
  };
}

/**
 * Keeps the till's database as fast in its tenth year as on its first day. Nothing is thrown away,
 * and nobody waits for it; one window at a time does it. What fails is tried again later: sales that
 * cannot be written are said where they are written.
 */
export async function keepHistorySmall(
  store: PackingStore,
  { nowMs, sleep }: Pick<Clock, 'nowMs' | 'sleep'>,
  lock: DrainLock,
  signal?: AbortSignal,
): Promise<void> {
  let waitMs = FIRST_LOOK_MS;
  while (signal?.aborted !== true) {
    await sleep(waitMs, signal);
    waitMs = NEXT_LOOK_MS;
    await lock.ifFree(async () => {
      const stepped = await store.packHistory(historyPolicy(nowMs()));
      if (stepped.ok && stepped.value === 'more') waitMs = BETWEEN_STEPS_MS;
    });
  }
}
