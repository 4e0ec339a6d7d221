/** A call that is answered may be followed by another one: the answer is written down, then shown. */
const QUIET_MS = 200;

/**
 * Calls of the window that are not answered yet, so that leaving can wait for them (PROTOCOL P24:
 * quitting finishes what is in flight, and goes). What does not end in time is found open at the
 * next start, and asked about or reversed (P5, P6).
 */
export class InFlight {
  readonly #sleep: (waitMs: number) => Promise<void>;
  readonly #nowMs: () => number;
  #open = 0;
  #lastMovedMs: number;

  constructor(ports: {
    readonly nowMs: () => number;
    readonly sleep: (waitMs: number) => Promise<void>;
  }) {
    this.#sleep = ports.sleep;
    this.#nowMs = ports.nowMs;
    this.#lastMovedMs = ports.nowMs();
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#open += 1;
    try {
      return await work();
    } finally {
      this.#open -= 1;
      this.#lastMovedMs = this.#nowMs();
    }
  }

  /** Waits until nothing is open any more; false = it was not so within the limit. */
  async ended(limitMs: number): Promise<boolean> {
    const untilMs = this.#nowMs() + limitMs;
    while (this.#open > 0 || this.#nowMs() - this.#lastMovedMs < QUIET_MS) {
      if (this.#nowMs() >= untilMs) return false;
      await this.#sleep(QUIET_MS / 4);
    }
    return true;
  }
}
