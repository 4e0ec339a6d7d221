import type { Course, Scheduler } from './scheduler.ts';

/**
 * From the start of a program to its end. Whatever a dead one was waiting for never comes: its code
 * stops in the middle of an await, as it does when a process is killed. What it had already asked
 * of the disk or of the line happens all the same, or not at all.
 */
export class Life {
  readonly kind: 'program' | 'window';
  readonly #scheduler: Scheduler;
  #alive = true;

  constructor(kind: 'program' | 'window', scheduler: Scheduler) {
    this.kind = kind;
    this.#scheduler = scheduler;
  }

  get alive(): boolean {
    return this.#alive;
  }

  end(): void {
    this.#alive = false;
  }

  /** Time passes; never resolves for the dead. */
  wait(waitMs: number, course?: Course): Promise<void> {
    return new Promise((resolve) => {
      const ends = (): void => {
        if (this.#alive) resolve();
      };
      this.#scheduler.after(waitMs, ends, course);
    });
  }

  /** The same, cut short by a signal. */
  sleep(waitMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return this.wait(0);
    return new Promise((resolve) => {
      const wake = (): void => {
        if (this.#alive) resolve();
      };
      this.#scheduler.after(waitMs, wake);
      signal?.addEventListener('abort', () => this.#scheduler.after(0, wake), { once: true });
    });
  }

  /** What somebody else is doing; its end never reaches the dead. */
  async hears<Value>(work: Promise<Value>): Promise<Value> {
    const value = await work;
    if (!this.#alive) await new Promise<never>(() => undefined);
    return value;
  }
}
