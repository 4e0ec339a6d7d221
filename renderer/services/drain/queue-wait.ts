import { parseQueueWait, type QueueWait } from '../../../shared/contracts/queue-notes.ts';
import { LONGEST_WAIT_MS, waitAfter } from '../../../shared/domain/backoff.ts';
import type { NoteKey, TillPorts } from '../../ports.ts';

/**
 * How long the queue as a whole holds still (P12, A08): it is the line or the bank that does not
 * answer, not one record, so one small note is written and not a thousand rows. It grows from 1 s
 * to 60 s, survives a restart, and ends with the first batch that gets through. Signatures have one
 * of their own, so that neither waits for the other.
 */
export class QueueWaitKeeper {
  readonly #ports: Pick<TillPorts, 'store' | 'clock' | 'random'>;
  readonly #key: NoteKey;
  #wait: QueueWait | null = null;
  #isRead = false;

  constructor(
    ports: Pick<TillPorts, 'store' | 'clock' | 'random'>,
    key: 'drain-wait' | 'signature-wait' = 'drain-wait',
  ) {
    this.#ports = ports;
    this.#key = key;
  }

  /** The wait that is still running; null when the queue may go. */
  async running(): Promise<QueueWait | null> {
    if (!this.#isRead) {
      const note = await this.#ports.store.note(this.#key);
      this.#wait = note.ok ? parseQueueWait(note.value) : null;
      this.#isRead = true;
    }
    return this.#wait !== null && isAhead(this.#wait.untilMs, this.#ports.clock.nowMs())
      ? this.#wait
      : null;
  }

  /** The last attempt failed, and nothing has got through since; known once `running` was asked. */
  get isInTrouble(): boolean {
    return this.#wait !== null;
  }

  async failed(
    reason: string,
    { paused = false, retryAfterMs = null }: FaultFacts = {},
  ): Promise<QueueWait> {
    const { clock, random } = this.#ports;
    const attempts = (this.#wait?.attempts ?? 0) + 1;
    const untilMs = clock.nowMs() + waitAfter(attempts, random.unit(), retryAfterMs);
    const wait = { attempts, untilMs, reason, paused };
    this.#wait = wait;
    // A note that cannot be written costs an early question after a restart, and no money.
    await this.#ports.store.writeNote(this.#key, JSON.stringify(wait));
    return wait;
  }

  async gotThrough(): Promise<void> {
    if (this.#wait === null) return;
    this.#wait = null;
    await this.#ports.store.writeNote(this.#key, '');
  }
}

interface FaultFacts {
  readonly paused?: boolean;
  readonly retryAfterMs?: number | null;
}

/**
 * Whether a kept time is still to come. No wait is longer than the longest: a clock that was set
 * back must not turn a minute into a day (F21).
 */
export function isAhead(untilMs: number, nowMs: number): boolean {
  return untilMs > nowMs && untilMs - nowMs <= LONGEST_WAIT_MS;
}
