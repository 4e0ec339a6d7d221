/** Bugs of the till itself, in its journal: each one once, or a broken heartbeat would fill the disk. */
export class BugNotes {
  readonly #note: (detail: string) => Promise<unknown>;
  readonly #written = new Set<string>();

  /** @param note writes one down; nobody waits for what became of it. */
  constructor(note: (detail: string) => Promise<unknown>) {
    this.#note = note;
  }

  async write(bug: unknown): Promise<void> {
    const detail = String(bug);
    if (this.#written.has(detail)) return;
    this.#written.add(detail);
    await this.#note(detail);
  }

  /**
   * A bug in one part must not stop the others for the rest of the day: the bar would show an old
   * hour, and what is open would stay open (I7).
   */
  async evenIfBroken(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (bug) {
      await this.write(bug);
    }
  }
}
