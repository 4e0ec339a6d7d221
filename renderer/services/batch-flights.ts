import type { BatchAnswer } from '../../shared/contracts/bank-api.ts';
import type { Answered, LineFault } from '../../shared/contracts/host.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { Batch } from './drain-batch.ts';

type Answer = Result<Answered<BatchAnswer>, LineFault>;

export interface Landed {
  readonly rows: readonly OutboxRow[];
  readonly answered: Answer;
}

interface Flight {
  readonly batch: Batch;
  readonly answered: Promise<Answer>;
}

/** So many batches are on the wire at once while they get through: the line is never idle. */
const MOST_IN_FLIGHT = 3;

/**
 * Batches on the wire that are not answered yet. While one travels the next is put together and the
 * one before is written down. A round begins with a single one, and so it goes on after any trouble:
 * who is at fault is found out with nothing else on its way (P12). Of one sale no two records are
 * in two of them, so that none overtakes the other (A12).
 */
export class BatchFlights {
  readonly #flights: Flight[] = [];
  #isFlowing = false;

  get isEmpty(): boolean {
    return this.#flights.length === 0;
  }

  get hasRoom(): boolean {
    return this.#flights.length < (this.#isFlowing ? MOST_IN_FLIGHT : 1);
  }

  /** Hashes that are on their way are not sent beside them. */
  get carryHashes(): boolean {
    return this.#flights.some(({ batch }) => batch.request.journal.hashes.length > 0);
  }

  get rows(): readonly OutboxRow[] {
    return this.#flights.flatMap(({ batch }) => batch.rows);
  }

  start(batch: Batch, answered: Promise<Answer>): void {
    // Awaited when its turn comes; a bug before that is no second one.
    answered.catch(() => undefined);
    this.#flights.push({ batch, answered });
  }

  /** The answer to the oldest; null when nothing is on the wire. */
  async land(): Promise<Landed | null> {
    const flight = this.#flights.shift();
    if (flight === undefined) return null;
    return { rows: flight.batch.rows, answered: await flight.answered };
  }

  gotThrough(): void {
    this.#isFlowing = true;
  }

  inTrouble(): void {
    this.#isFlowing = false;
  }
}
