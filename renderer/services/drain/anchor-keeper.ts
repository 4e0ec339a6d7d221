import type { JournalAnchor } from '../../../shared/contracts/bank-api.ts';
import { parseAnchored, type Anchored } from '../../../shared/contracts/queue-notes.ts';
import type { Head } from '../../../shared/domain/journal.ts';
import type { TillStore } from '../../ports.ts';

/**
 * Up to which record the bank has the journal's hashes (P2), so that a restart does not send them
 * all again. It comes from the bank's own answers; a lost note only costs bytes.
 */
export class AnchorKeeper {
  readonly #store: Pick<TillStore, 'note' | 'writeNote'>;
  #anchored: Anchored | null = null;
  #isRead = false;
  #isKept = true;

  constructor(store: Pick<TillStore, 'note' | 'writeNote'>) {
    this.#store = store;
  }

  /** Number of the first record whose hash the bank lacks; under a new epoch it gets all of them. */
  async firstUnanchored({ epoch }: Pick<Head, 'epoch'>): Promise<number> {
    if (!this.#isRead) {
      const note = await this.#store.note('anchor');
      this.#anchored ??= note.ok ? parseAnchored(note.value) : null;
      this.#isRead = true;
    }
    return this.#anchored?.epoch === epoch ? this.#anchored.number + 1 : 1;
  }

  /** What the bank says counts, also when it knows less than before; a fork proves nothing. */
  heard({ epoch, number, state }: JournalAnchor): void {
    if (state === 'fork') return;
    if (this.#anchored?.epoch === epoch && this.#anchored.number === number) return;
    this.#anchored = { epoch, number };
    this.#isKept = false;
  }

  /** Once when a round ends, not with each batch. */
  async keep(): Promise<void> {
    if (this.#isKept) return;
    this.#isKept = true;
    await this.#store.writeNote('anchor', JSON.stringify(this.#anchored));
  }
}
