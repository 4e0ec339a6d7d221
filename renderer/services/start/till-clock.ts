import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { businessDayOf } from '../../../shared/domain/business-day.ts';
import {
  clockAfter,
  clockAtBank,
  clockAtStart,
  type ClockNews,
  type ClockReading,
  type ClockState,
} from '../../../shared/domain/clock-watch.ts';
import { offlineNow } from '../../../shared/domain/offline-policy.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';

export interface TillClockPorts extends Pick<TillPorts, 'clock' | 'store'> {
  readonly host: Pick<TillPorts['host'], 'about'>;
}

/** What screens show of the clock (P20). */
export interface ClockFacts {
  readonly trusted: boolean;
  /** Bank's clock minus ours; null until the bank was heard once. */
  readonly bankOffsetMs: number | null;
  /** By the wall clock; null until the bank was heard once. */
  readonly bankHeardMs: number | null;
}

export type NoteJump = (notice: NonNullable<ClockNews['notice']>) => Promise<void>;

const HEARTBEAT_MS = 60_000;

/**
 * The till's own idea of time (PROTOCOL P20, P22, F21): keeps the heartbeat, notices jumps, and
 * learns the bank's time from its answers. What it believes is decided in `domain/clock-watch`.
 */
export class TillClock {
  readonly #ports: TillClockPorts;
  readonly #noteJump: NoteJump;
  #state: ClockState;
  #written: ClockState | null = null;

  private constructor(ports: TillClockPorts, noteJump: NoteJump, state: ClockState) {
    this.#ports = ports;
    this.#noteJump = noteJump;
    this.#state = state;
  }

  /** @param floorMs what the journal bears out, see `clockFloor`; 0 when it is empty. */
  static async open(
    ports: TillClockPorts,
    floorMs: number,
    noteJump: NoteJump,
  ): Promise<Result<TillClock, Failure>> {
    const kept = await ports.store.note('offline-heartbeat');
    if (!kept.ok) return kept;
    const reading = await readingOf(ports);
    if (!reading.ok) return reading;
    const { state, notice } = clockAtStart(keptState(kept.value), floorMs, reading.value);
    const till = new TillClock(ports, noteJump, state);
    await till.#take({ state, notice });
    return ok(till);
  }

  get facts(): ClockFacts {
    const { trusted, bankOffsetMs, bankHeardMs } = this.#state;
    return { trusted, bankOffsetMs, bankHeardMs };
  }

  /** The time that the offline window runs on; it never goes back. */
  offlineNowMs(): number {
    return offlineNow(this.#state.offlineMs, this.#ports.clock.nowMs());
  }

  /** The bank's time where it is known, else the wall clock. */
  bankNowMs(): number {
    return this.#ports.clock.nowMs() + (this.#state.bankOffsetMs ?? 0);
  }

  businessDay(dayCutOffHour: number): string {
    return this.businessDayAt(this.bankNowMs(), dayCutOffHour);
  }

  businessDayAt(atMs: number, dayCutOffHour: number): string {
    return businessDayOf(atMs, this.#ports.clock.utcOffsetMinutes(atMs), dayCutOffHour);
  }

  /** Reads clock and machine anew, and writes the heartbeat down. */
  async beat(): Promise<void> {
    const reading = await readingOf(this.#ports);
    if (reading.ok) await this.#take(clockAfter(this.#state, reading.value));
  }

  /** A signed answer came in with the bank's time (P20). */
  async bankAnswered(bankTimeMs: number, moneyPromised: boolean): Promise<void> {
    const reading = await readingOf(this.#ports);
    if (!reading.ok) return;
    const read = clockAfter(this.#state, reading.value);
    const heard = clockAtBank(read.state, bankTimeMs, moneyPromised);
    await this.#take({ state: heard.state, notice: read.notice ?? heard.notice });
  }

  /** Beats once a minute for as long as the window lives. */
  async keepBeating(): Promise<never> {
    for (;;) {
      await this.#ports.clock.sleep(HEARTBEAT_MS);
      await this.beat();
    }
  }

  /** A heartbeat that could not be written is written with the next one; time goes on meanwhile. */
  async #take({ state, notice }: ClockNews): Promise<void> {
    this.#state = state;
    if (notice !== null || isDue(this.#written, state)) {
      const kept = await this.#ports.store.writeNote('offline-heartbeat', JSON.stringify(state));
      if (kept.ok) this.#written = state;
    }
    if (notice !== null) await this.#noteJump(notice);
  }
}

/** Once a minute, and at once when something else than time has moved. */
function isDue(written: ClockState | null, state: ClockState): boolean {
  return (
    written === null ||
    written.trusted !== state.trusted ||
    (written.bankOffsetMs === null) !== (state.bankOffsetMs === null) ||
    Math.abs(state.offlineMs - written.offlineMs) >= HEARTBEAT_MS
  );
}

async function readingOf(ports: TillClockPorts): Promise<Result<ClockReading, Failure>> {
  const about = await ports.host.about();
  if (!about.ok) return about;
  return ok({ wallMs: ports.clock.nowMs(), ...about.value.machine });
}

/** A heartbeat that cannot be read counts as lost: the last journal record stands in for it. */
function keptState(text: string | null): ClockState | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<ClockState> | null;
    return typeof value?.offlineMs === 'number' && typeof value.wallMs === 'number'
      ? ({ bankHeardMs: null, ...value } as ClockState)
      : null;
  } catch {
    return null;
  }
}
