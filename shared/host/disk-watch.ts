import { failure, type Failure } from '../contracts/error-codes.ts';
import { diskSpace } from '../domain/disk-space.ts';

/** Asking the system costs a process on older runtimes; a disk does not fill up in this time. */
const KNOWN_FOR_MS = 5_000;

/** How much room is left, asked of the system not more often than it can change (F08). */
export class DiskWatch {
  readonly #ask: () => Promise<number | null>;
  readonly #nowMs: () => number;
  #known: { readonly freeBytes: number | null; readonly atMs: number } | null = null;

  constructor(ask: () => Promise<number | null>, nowMs: () => number) {
    this.#ask = ask;
    this.#nowMs = nowMs;
  }

  async freeBytes(): Promise<number | null> {
    const nowMs = this.#nowMs();
    const known = this.#known;
    if (known !== null && Math.abs(nowMs - known.atMs) < KNOWN_FOR_MS) return known.freeBytes;
    const freeBytes = await this.#ask();
    this.#known = { freeBytes, atMs: nowMs };
    return freeBytes;
  }

  /** Null while there is room for another payment to begin and to end. */
  async refusal(): Promise<Failure | null> {
    const freeBytes = await this.freeBytes();
    return diskSpace(freeBytes) === 'none'
      ? failure('disk-nearly-full', `${freeBytes} bytes left`)
      : null;
  }
}
