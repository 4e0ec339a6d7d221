import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import { waitAfter } from '../../../shared/domain/backoff.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { present } from '../../../shared/lib/assert.ts';
import type { TillPorts } from '../../ports.ts';
import type { BatchSizing } from './batch-sizing.ts';
import { deliveryOf, kindOfFault } from './delivery-judgement.ts';
import type { DrainContext } from './drain-batch.ts';
import type { DrainBooks } from './drain-books.ts';
import { waitingOrPaused, type Stop } from './drain-outcome.ts';
import { isAhead, type QueueWaitKeeper } from './queue-wait.ts';
import type { Suspects } from './suspects.ts';

export interface TroubleParts {
  readonly ports: Pick<TillPorts, 'clock' | 'random'>;
  readonly context: DrainContext;
  /** Somebody asked, or the line is back: waits that were running before do not count. */
  readonly urgent: boolean;
  readonly sizing: BatchSizing;
  readonly suspects: Suspects;
  readonly wait: QueueWaitKeeper;
}

/**
 * What becomes of a round when a request fails (PROTOCOL P12, A08–A11): whose fault is it, who
 * waits for it, and for how long. Null lets the round go on.
 */
export class DrainTroubles {
  readonly #parts: TroubleParts;
  readonly #books: DrainBooks;
  /** Put off within this round: not due again before their own time, however urgent. */
  readonly #putOff = new Set<string>();
  #hasSignedOn = false;

  constructor(parts: TroubleParts, books: DrainBooks) {
    this.#parts = parts;
    this.#books = books;
  }

  isDue({ key, nextTryAtMs }: OutboxRow): boolean {
    if (this.#parts.urgent && !this.#putOff.has(key)) return true;
    return !isAhead(nextTryAtMs, this.#parts.ports.clock.nowMs());
  }

  async wholeBatchFailed(rows: readonly OutboxRow[], fault: LineFault): Promise<Stop> {
    const { sizing, suspects } = this.#parts;
    const kind = kindOfFault(fault.code);
    const [first] = rows;
    if (kind !== 'content' && kind !== 'server') {
      if (fault.mayHaveArrived) sizing.failed(rows.length);
      return this.afterFault(fault);
    }
    sizing.failed(rows.length);
    if (rows.length > 1) return kind === 'content' ? null : this.afterFault(fault);
    const row = present(first, 'the record that was alone');
    if (row.lane === 'slow') return this.#slowAgain(row, kind, fault);
    suspects.add(row, { kind, code: fault.code });
    return suspects.areInnocent ? this.#acquit() : null;
  }

  /** It has been alone before, and others got through: no comparison is needed. */
  #slowAgain(row: OutboxRow, kind: 'content' | 'server', { code }: LineFault): Promise<Stop> {
    if (kind === 'content') return this.#books.record([deliveryOf(row, 'our-fault', code)]);
    return this.putOff([{ ...row, reason: code }]);
  }

  /** The bank takes records: whoever failed alone before this has himself to blame. */
  async convict(): Promise<Stop> {
    const { rows, fault } = this.#parts.suspects.take();
    if (fault === null) return null;
    if (fault.kind === 'content') {
      return this.#books.record(rows.map((row) => deliveryOf(row, 'our-fault', fault.code)));
    }
    return this.putOff(rows.map((row) => ({ ...row, lane: 'slow' as const, reason: fault.code })));
  }

  /** All fail alike: it is the bank, and nothing is marked (A10). */
  async #acquit(): Promise<Stop> {
    const { fault } = this.#parts.suspects.take();
    const paused = fault?.kind === 'content';
    return waitingOrPaused(await this.#parts.wait.failed(fault?.code ?? '', { paused }));
  }

  /** The only record there is: parked (A11), unless it is not the first one to fail so. */
  nobodyLeftToCompare(): Promise<Stop> {
    const { suspects } = this.#parts;
    if (!suspects.mayBeJudgedAlone) return this.#acquit();
    suspects.judgedAlone();
    return this.convict();
  }

  /** It is not about these records: the queue signs on, or holds still. */
  async afterFault({ code, retryAfterMs }: LineFault): Promise<Stop> {
    const kind = kindOfFault(code);
    if (kind === 'sign-on') return this.signOnAgain(code);
    const paused = kind === 'person';
    return waitingOrPaused(await this.#parts.wait.failed(code, { paused, retryAfterMs }));
  }

  /** Once a round: a bank that still does not know this till is not asked without end (A09). */
  async signOnAgain(reason: string): Promise<Stop> {
    const { context, wait } = this.#parts;
    const isFirst = !this.#hasSignedOn;
    this.#hasSignedOn = true;
    if (isFirst && (await context.signOn?.()) === true) return null;
    return waitingOrPaused(await wait.failed(reason, { paused: true }));
  }

  /** The bank has another journal of this till: signing on finds out, and locks cards (P2, P10). */
  async lookAtFork(): Promise<void> {
    if (this.#hasSignedOn) return;
    this.#hasSignedOn = true;
    await this.#parts.context.signOn?.();
  }

  /** Each of these waits for itself; the others go on. */
  async putOff(rows: readonly OutboxRow[]): Promise<Stop> {
    if (rows.length === 0) return null;
    const { clock, random } = this.#parts.ports;
    const later = rows.map((row) => {
      this.#putOff.add(row.key);
      const attempts = row.attempts + 1;
      const nextTryAtMs = clock.nowMs() + waitAfter(attempts, random.unit(), null);
      return { ...row, attempts, nextTryAtMs };
    });
    return this.#books.touch(later);
  }
}
