/**
 * What a till believes about time (PROTOCOL P20, F21). Three times are kept apart:
 *
 * - the *wall clock*, which anybody can set;
 * - the *offline time*, on which the offline window runs. It never goes back: the highest of wall
 *   clock and heartbeat, and it moves on with the machine while the wall clock stands behind it. A
 *   jump forward uses the window up, a jump back does not extend it;
 * - the *bank's time*: wall clock plus the offset that the bank's last signed answer showed. A jump
 *   of the wall clock that the machine's own uptime gives away is taken out of the offset, so that
 *   the business day stays right until the bank is heard again.
 *
 * Pure: readings of wall clock and uptime are handed in.
 */
export interface ClockReading {
  readonly wallMs: number;
  /** Tells one run of the machine from the next; uptimes of two runs do not compare. */
  readonly bootId: string;
  /** Counts on through sleep and is not touched by setting the clock. */
  readonly uptimeMs: number;
}

/** What is kept over a restart (note `offline-heartbeat`), and the reading it was taken with. */
export interface ClockState extends ClockReading {
  /** The offline time at that reading: the heartbeat. */
  readonly offlineMs: number;
  /** Bank's clock minus ours; null until the bank was heard once. */
  readonly bankOffsetMs: number | null;
  /** By the wall clock, when the bank was heard last. */
  readonly bankHeardMs: number | null;
  /** False when the clock stood behind the heartbeat at start and no bank was reached since. */
  readonly trusted: boolean;
}

export interface ClockNews {
  readonly state: ClockState;
  /** For the journal; null when nothing happened that somebody would want to know. */
  readonly notice: { readonly code: 'clock-jump' | 'clock-behind'; readonly byMs: number } | null;
}

/** Less than this is drift, a leap second or a slow answer, and no jump. */
export const CLOCK_TOLERANCE_MS = 60_000;

/**
 * @param kept what the last run wrote down; null on a new till or when its database was lost.
 * @param floorMs what the journal bears out: a floor that survives the database.
 */
export function clockAtStart(
  kept: ClockState | null,
  floorMs: number,
  reading: ClockReading,
): ClockNews {
  const before = kept ?? {
    ...reading,
    offlineMs: 0,
    bankOffsetMs: null,
    bankHeardMs: null,
    trusted: true,
  };
  const heartbeatMs = Math.max(before.offlineMs, floorMs);
  const { state, notice } = clockAfter({ ...before, offlineMs: heartbeatMs }, reading);
  const behindMs = heartbeatMs - reading.wallMs;
  const trusted = behindMs <= CLOCK_TOLERANCE_MS;
  return {
    state: { ...state, trusted },
    notice: trusted ? notice : { code: 'clock-behind', byMs: behindMs },
  };
}

/** Moves on to a new reading; says so when the wall clock and the machine disagree. */
export function clockAfter(before: ClockState, reading: ClockReading): ClockNews {
  const sameRun = reading.bootId === before.bootId && reading.uptimeMs >= before.uptimeMs;
  const elapsedMs = sameRun ? reading.uptimeMs - before.uptimeMs : 0;
  const jumpMs = sameRun ? reading.wallMs - before.wallMs - elapsedMs : 0;
  const jumped = Math.abs(jumpMs) > CLOCK_TOLERANCE_MS;
  const { bankOffsetMs } = before;
  return {
    state: {
      ...before,
      ...reading,
      offlineMs: Math.max(reading.wallMs, before.offlineMs + elapsedMs),
      bankOffsetMs: jumped && bankOffsetMs !== null ? bankOffsetMs - jumpMs : bankOffsetMs,
    },
    notice: jumped ? { code: 'clock-jump', byMs: jumpMs } : null,
  };
}

/**
 * The bank has answered with its signed time: the clock is vouched for again. A heartbeat that a
 * jump had driven ahead is taken back only while no money is promised; with promised money on the
 * books it would give back window time that has been used.
 */
export function clockAtBank(
  before: ClockState,
  bankTimeMs: number,
  moneyPromised: boolean,
): ClockNews {
  const bankOffsetMs = bankTimeMs - before.wallMs;
  const shiftMs = before.bankOffsetMs === null ? 0 : before.bankOffsetMs - bankOffsetMs;
  return {
    state: {
      ...before,
      bankOffsetMs,
      bankHeardMs: before.wallMs,
      trusted: true,
      offlineMs: moneyPromised ? before.offlineMs : before.wallMs,
    },
    notice: Math.abs(shiftMs) > CLOCK_TOLERANCE_MS ? { code: 'clock-jump', byMs: shiftMs } : null,
  };
}
