/** So often a window may be brought back by itself … */
const MOST_RELOADS = 3;
/** … in this time; after that somebody must look. */
const WITHIN_MS = 5 * 60_000;

/** A window that dies again and again is not reloaded for ever: it would hide why (F05). */
export class ReloadBudget {
  readonly #nowMs: () => number;
  #reloadsAtMs: number[] = [];

  /** @param nowMs a clock that nobody sets: that of the machine, not of the wall. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Takes one; false = used up. */
  take(): boolean {
    const nowMs = this.#nowMs();
    this.#reloadsAtMs = this.#reloadsAtMs.filter((atMs) => nowMs - atMs < WITHIN_MS);
    if (this.#reloadsAtMs.length >= MOST_RELOADS) return false;
    this.#reloadsAtMs.push(nowMs);
    return true;
  }
}
