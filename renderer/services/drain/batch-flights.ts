import type { BatchAnswer } from '../../../shared/contracts/bank-api.ts';
import type { Answered, LineFault } from '../../../shared/contracts/line-answer.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Batch } from './drain-batch.ts';

type Answer = Result<Answered<BatchAnswer>, LineFault>;

export interface Landed {
  readonly rows: readonly OutboxRow[];
  readonly answered: Answer;
}

interface Flight {
  readonly batch: Batch;
  readonly landed: Promise<Landed>;
  isAnswered: boolean;
}

/** So many batches are on the wire at once while they get through: the line is never idle. */
export const MOST_IN_FLIGHT = 3;

/**
 * Batches on the wire that are not answered yet. While one travels the next is put together and the
 * one before is written down. After any trouble a single one goes, in this round and as the first of
 * the next: who is at fault is found out with nothing else on its way, and a bank in trouble is not
 * asked three times (P12). Of one sale no two records are in two of them, so that none overtakes the
 * other (A12).
 */
export class BatchFlights {
  readonly #flights: Flight[] = [];
  #isFlowing = true;

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
    const flight: Flight = {
      batch,
      isAnswered: false,
      landed: answered.then((answer) => {
        flight.isAnswered = true;
        return { rows: batch.rows, answered: answer };
      }),
    };
    // Awaited when its turn comes; a bug before that is no second one.
    flight.landed.catch(() => undefined);
    this.#flights.push(flight);
  }

  /** The oldest, once it is answered, and those behind it that are by then: written down as one. */
  async land(): Promise<readonly Landed[]> {
    const landed: Landed[] = [];
    for (let next = this.#flights[0]; next !== undefined; next = this.#flights[0]) {
      if (landed.length > 0 && !next.isAnswered) break;
      landed.push(await next.landed);
      this.#flights.shift();
    }
    return landed;
  }

  gotThrough(): void {
    this.#isFlowing = true;
  }

  inTrouble(): void {
    this.#isFlowing = false;
  }
}
