import type { Head } from '../../../shared/domain/journal.ts';
import type { RowChanges } from '../../../shared/domain/row-changes.ts';
import type { TillStore } from '../../ports.ts';
import { QueueTally, type QueueSums } from './queue-tally.ts';

export interface MirroredQueue {
  /** The same store: what is written through it is counted as well. */
  readonly store: TillStore;
  /** As the database has it; where it does not answer, what it had last: not read, not empty. */
  readonly queue: () => Promise<CountedQueue>;
}

export interface CountedQueue {
  readonly sums: QueueSums;
  readonly isRead: boolean;
}

const READ_AGAIN = 3;

/**
 * Knows what the queue comes to without reading it after each sale. Rows change by records, one
 * after the other, and each passes here; what the queue's own waits and claims say adds up to
 * nothing. Read anew when a record was missed (another window wrote it) or when nobody knows
 * whether one was written, so that it never counts what the database does not hold.
 */
export function mirrorQueue(store: TillStore): MirroredQueue {
  let tally: QueueTally | null = null;
  /** The record up to which the tally counts. */
  let reached = 0;
  let known = new QueueTally([]).sums();
  /** What was written while the queue is being read; null once that cannot be told any more. */
  let meanwhile: RowChanges[] | null = null;
  let reading: Promise<CountedQueue> | null = null;

  function forget(): void {
    tally = null;
    meanwhile = null;
  }

  function count(changes: RowChanges): void {
    meanwhile?.push(changes);
    if (tally === null) return;
    if (changes.record.number !== reached + 1) {
      forget();
      return;
    }
    reached += 1;
    for (const row of changes.putOutbox) tally.put(row);
    for (const key of changes.deleteOutbox) tally.delete(key);
  }

  /** Whether what was read can be counted on from here. */
  async function read(): Promise<boolean> {
    meanwhile = [];
    const queue = await store.queue();
    // Forgotten meanwhile, or of a store that does not answer.
    if (!queue.ok || meanwhile === null) return false;
    const missed = meanwhile;
    meanwhile = null;
    tally = new QueueTally(queue.value.rows);
    reached = queue.value.head?.number ?? 0;
    for (const changes of missed) if (changes.record.number > reached) count(changes);
    return tally !== null;
  }

  async function readSums(): Promise<CountedQueue> {
    for (let tries = 0; tries < READ_AGAIN; tries += 1) if (await read()) break;
    return counted();
  }

  /** Somebody else has written as well. */
  function isNews(head: Head | null): boolean {
    return (head?.number ?? 0) > reached;
  }

  function counted(): CountedQueue {
    const isRead = tally !== null;
    if (tally !== null) known = tally.sums();
    return { sums: known, isRead };
  }

  return {
    queue: () => {
      if (tally !== null) return Promise.resolve(counted());
      reading ??= readSums().finally(() => {
        reading = null;
      });
      return reading;
    },
    store: {
      ...store,
      head: async () => {
        const head = await store.head();
        if (head.ok && isNews(head.value)) forget();
        return head;
      },
      queue: async () => {
        const read = await store.queue();
        if (read.ok && isNews(read.value.head)) forget();
        return read;
      },
      apply: async (...changes) => {
        const applied = await store.apply(...changes);
        if (applied.ok) for (const one of changes) count(one);
        else forget();
        return applied;
      },
      dropRecordsFrom: (number) => store.dropRecordsFrom(number).finally(forget),
      dropRows: (rows) => store.dropRows(rows).finally(forget),
    },
  };
}
