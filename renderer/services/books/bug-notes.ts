import type { Ledger } from './ledger-of-the-till.ts';

/** Bugs of the till itself, in its journal: each one once, or a broken heartbeat would fill the disk. */
export class BugNotes {
  readonly #ledger: Pick<Ledger, 'commit'>;
  readonly #written = new Set<string>();

  constructor(ledger: Pick<Ledger, 'commit'>) {
    this.#ledger = ledger;
  }

  async write(bug: unknown): Promise<void> {
    const detail = String(bug);
    if (this.#written.has(detail)) return;
    this.#written.add(detail);
    await this.#ledger.commit(() => ({ kind: 'notice', code: 'bug', detail }));
  }
}
