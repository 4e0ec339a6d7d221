import type { EchoAnswer } from '../../../shared/contracts/bank-api.ts';
import type { Answered, LineFault } from '../../../shared/contracts/line-answer.ts';
import { waitAfter } from '../../../shared/domain/backoff.ts';
import {
  lineAfter,
  lineAtStart,
  type LineEvent,
  type LineState,
} from '../../../shared/domain/line-state.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Clock, NetworkHint, Random } from '../../ports.ts';

export interface ReachabilityPorts {
  readonly clock: Clock;
  readonly random: Pick<Random, 'unit'>;
  readonly network: NetworkHint;
  /** One real, signed exchange with the bank, under the host's own time-out. */
  readonly echo: () => Promise<Result<Answered<EchoAnswer>, LineFault>>;
}

/** Told of every change of the state, and of every signed answer's time (P20). */
export interface ReachabilityListener {
  readonly changed: (state: LineState) => void;
  readonly bankTime: (bankTimeMs: number) => void;
}

/** A second opinion on a first surprise comes quickly, so that the screen is not wrong for long. */
const CONFIRM_MS = 1_000;
const WHILE_ONLINE_MS = 5_000;
const LONGEST_OFFLINE_MS = 15_000;

/**
 * Watches the line to the bank (PROTOCOL P14): asks it, counts what payments experience, and
 * decides with hysteresis. Between questions it waits longer the longer nobody answers; a hint from
 * the machine or a person cuts a wait short but never decides that the bank is there.
 */
export class Reachability {
  readonly #ports: ReachabilityPorts;
  readonly #listener: ReachabilityListener;
  #state: LineState;
  #failuresInRow = 0;
  #probing: Promise<boolean> | null = null;
  #pause = new AbortController();

  constructor(ports: ReachabilityPorts, listener: ReachabilityListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#state = lineAtStart(ports.clock.nowMs());
  }

  get state(): LineState {
    return this.#state;
  }

  get online(): boolean {
    return this.#state.reach === 'online';
  }

  /** Asks the bank once, now; true = it answered this very question. */
  probe(): Promise<boolean> {
    this.#probing ??= this.#probeOnce().finally(() => {
      this.#probing = null;
    });
    return this.#probing;
  }

  /**
   * A request of a payment got no answer: that counts like a probe that failed. Then the bank is
   * asked at once, which tells a dead line from a slow answer.
   */
  async attemptFailed(): Promise<boolean> {
    this.#take({ kind: 'failed', trouble: { cause: 'bank', code: 'line-no-answer' } });
    return this.probe();
  }

  /** Until the next question is due, or until somebody has reason to ask sooner. */
  async pause(): Promise<void> {
    const stopListening = this.#ports.network.onChange(() => this.askSoon());
    await this.#ports.clock.sleep(this.#waitMs(), this.#pause.signal);
    stopListening();
    this.#pause = new AbortController();
  }

  /** Ends the present pause: the machine has a network again, or a person pressed "send now". */
  askSoon(): void {
    this.#pause.abort();
  }

  async #probeOnce(): Promise<boolean> {
    if (this.#ports.network.saysOffline()) {
      this.#take({ kind: 'failed', trouble: { cause: 'own-network', code: 'line-own-network' } });
      return false;
    }
    const echoed = await this.#ports.echo();
    if (echoed.ok) {
      this.#listener.bankTime(echoed.value.bankTimeMs);
      this.#take({ kind: 'answered', tookMs: echoed.value.tookMs });
      return true;
    }
    const { cause, code } = echoed.error;
    this.#take({ kind: 'failed', trouble: { cause, code } });
    return false;
  }

  #take(event: LineEvent): void {
    const before = this.#state;
    this.#failuresInRow = event.kind === 'failed' ? this.#failuresInRow + 1 : 0;
    this.#state = lineAfter(before, event, this.#ports.clock.nowMs());
    this.#listener.changed(this.#state);
  }

  #waitMs(): number {
    if (this.#state.against > 0) return CONFIRM_MS;
    if (this.#state.reach === 'online') return WHILE_ONLINE_MS;
    const backedOff = waitAfter(this.#failuresInRow, this.#ports.random.unit(), null);
    return Math.min(backedOff, LONGEST_OFFLINE_MS);
  }
}
