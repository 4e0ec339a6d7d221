import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { DeliveryResult } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { isFinished } from '../../../shared/domain/report-told.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Stop } from './drain-outcome.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { queueNow, queueWithout, type QueueNow } from '../queue/queue-now.ts';

/**
 * What a round reads and writes of the queue. Rows come and go with records of the journal only, so
 * a queue of ten thousand is not read again for each batch: as long as the last record is the one
 * that was read, or that of an answer just written down, it is known. While an answer is being
 * written down the queue before it counts: it claims less, and whoever asks leaves its rows alone.
 */
export class DrainBooks {
  readonly #store: TillPorts['store'];
  readonly #ledger: Ledger;
  readonly #epoch: number;
  #known: QueueNow | null = null;
  #isRecording = false;
  #ahead: ReadAhead[] = [];
  #claimedUpTo = 0;

  constructor(store: TillPorts['store'], ledger: Ledger, epoch: number) {
    this.#store = store;
    this.#ledger = ledger;
    this.#epoch = epoch;
  }

  /**
   * Never of a database that lacks what the journal holds: a record that was withdrawn there still
   * stands in the queue here, and its number was given away (P2, P11).
   */
  async queue(): Promise<Result<QueueNow, Failure>> {
    const whole = this.#ledger.isBehind() ? await this.#ledger.catchUp() : ok(0);
    if (!whole.ok) return whole;
    const { number } = this.#ledger.head();
    const isKnown = this.#isRecording || this.#known?.atRecord === number;
    if (this.#known !== null && isKnown) return ok(this.#known);
    this.#ahead = [];
    const read = await queueNow(this.#store);
    // A record that is not in the database yet, or came meanwhile: this reading serves once.
    this.#known = read.ok && read.value.atRecord === number ? read.value : null;
    return read;
  }

  /** Begins to read what the next batches will be made of, while something else is waited for. */
  readAhead(ids: readonly string[]): void {
    this.#ahead = this.#ahead.filter((some) => ids.some((id) => some.ids.has(id)));
    const missing = ids.filter((id) => this.#ahead.every((some) => !some.ids.has(id)));
    if (missing.length === 0) return;
    const sales = this.#store.writtenSales(missing);
    // Awaited when it is needed; what nobody needs any more is no failure.
    sales.catch(() => undefined);
    this.#ahead.push({ ids: new Set(missing), sales });
  }

  async sales(ids: readonly string[]): Promise<Result<ReadonlyMap<string, Sale>, Failure>> {
    const found = new Map<string, Sale>();
    const read = new Set<string>();
    for (const some of this.#ahead.filter((one) => ids.some((id) => one.ids.has(id)))) {
      const sales = await some.sales;
      if (!sales.ok) continue;
      for (const id of some.ids) read.add(id);
      for (const [id, sale] of sales.value) found.set(id, sale);
    }
    return ids.every((id) => read.has(id)) ? ok(found) : this.#store.writtenSales(ids);
  }

  /**
   * Marks what is about to be on the wire, and the few that follow with it; a drainer of an older
   * epoch stops here (P11).
   */
  async claim(rows: readonly OutboxRow[], following: readonly OutboxRow[]): Promise<Stop> {
    if (following.length > 0 && highest(rows) <= this.#claimedUpTo) return null;
    const upTo = Math.max(highest(rows), highest(following));
    const claimed = await this.#checked(this.#store.claimUpTo(upTo, this.#epoch));
    if (claimed === null) this.#claimedUpTo = upTo;
    return claimed;
  }

  touch(rows: readonly OutboxRow[]): Promise<Stop> {
    this.#known = null;
    return this.#checked(this.#store.touchOutbox(rows, this.#epoch));
  }

  async record(results: readonly DeliveryResult[]): Promise<Stop> {
    const before = this.#known;
    this.#isRecording = true;
    const written = await this.#ledger.commit(() => ({ kind: 'delivery', results }));
    this.#isRecording = false;
    this.#known = null;
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

interface ReadAhead {
  readonly ids: ReadonlySet<string>;
  readonly sales: ReturnType<TillPorts['store']['writtenSales']>;
}

function highest(rows: readonly OutboxRow[]): number {
  return rows.reduce((most, { transactionNumber }) => Math.max(most, transactionNumber), 0);
}
