import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { DeliveryResult } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { isFinished } from '../../shared/domain/report-told.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { Stop } from './drain-outcome.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import { queueNow, queueWithout, type QueueNow } from './queue-now.ts';

/**
 * What a round reads and writes of the queue. Rows come and go with records of the journal only, so
 * a queue of ten thousand is not read again for each batch: as long as the last record is the one
 * that was read, or that of an answer just written down, it is known.
 */
export class DrainBooks {
  readonly #store: TillPorts['store'];
  readonly #ledger: Ledger;
  readonly #epoch: number;
  #known: QueueNow | null = null;

  constructor(store: TillPorts['store'], ledger: Ledger, epoch: number) {
    this.#store = store;
    this.#ledger = ledger;
    this.#epoch = epoch;
  }

  async queue(): Promise<Result<QueueNow, Failure>> {
    const { number } = this.#ledger.head();
    if (this.#known?.atRecord === number) return ok(this.#known);
    const read = await queueNow(this.#store);
    // A record that is not in the database yet, or came meanwhile: this reading serves once.
    this.#known = read.ok && read.value.atRecord === number ? read.value : null;
    return read;
  }

  /** Marks what is about to be on the wire; a drainer of an older epoch stops here (P11). */
  claim(rows: readonly OutboxRow[]): Promise<Stop> {
    const numbers = rows.map(({ transactionNumber }) => transactionNumber);
    return this.#checked(this.#store.claimUpTo(Math.max(...numbers), this.#epoch));
  }

  touch(rows: readonly OutboxRow[]): Promise<Stop> {
    this.#known = null;
    return this.#checked(this.#store.touchOutbox(rows, this.#epoch));
  }

  async record(results: readonly DeliveryResult[]): Promise<Stop> {
    const before = this.#known;
    this.#known = null;
    const written = await this.#ledger.commit(() => ({ kind: 'delivery', results }));
    if (!written.ok) return { kind: 'failed', failure: written.error };
    const { number } = written.value;
    // Of what a person must look at the row changes, and is read again.
    if (before?.atRecord === number - 1 && results.every(isFinished)) {
      const keys = new Set(results.map(({ outboxKey }) => outboxKey));
      this.#known = queueWithout(before, keys, number);
    }
    return null;
  }

  async #checked(marked: ReturnType<TillPorts['store']['touchOutbox']>): Promise<Stop> {
    const done = await marked;
    if (!done.ok) return { kind: 'failed', failure: done.error };
    return done.value === 'done' ? null : { kind: 'stale' };
  }
}
