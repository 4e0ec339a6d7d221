import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

/** The queue at one moment, and what may be claimed of it. */
export interface QueueNow extends QueueRead {
  /**
   * "All transactions up to N are delivered" (P2): one below the lowest number that is not. The
   * exception list counts as undelivered; the bank would otherwise call it a gap.
   */
  readonly deliveredUpTo: number;
  /** Numbers that the bank is still to be told of. */
  readonly undelivered: readonly number[];
}

interface QueueRead {
  readonly rows: readonly OutboxRow[];
  /** Numbers of payments that nobody has heard of yet. */
  readonly openNumbers: readonly number[];
  /** The first transaction number that was not given out. */
  readonly unused: number;
  /** The last record that the database holds. */
  readonly atRecord: number;
}

/** In one look: a transaction that goes from the open ones into the queue is in one of the two. */
export async function queueNow(
  store: Pick<TillStore, 'queue'>,
): Promise<Result<QueueNow, Failure>> {
  const queue = await store.queue();
  if (!queue.ok) return queue;
  const { head, openSales, rows } = queue.value;
  const openNumbers = openSales.flatMap(({ payments }) =>
    payments.map(({ core }) => core.transactionNumber),
  );
  const unused = (head?.counters.transaction ?? 0) + 1;
  return ok(queueOf({ rows, openNumbers, unused, atRecord: head?.number ?? 0 }));
}

/** The same queue after a record by which these rows have left it, and nothing else has changed. */
export function queueWithout(
  queue: QueueNow,
  keys: ReadonlySet<string>,
  atRecord: number,
): QueueNow {
  const { openNumbers, unused } = queue;
  const rows = queue.rows.filter(({ key }) => !keys.has(key));
  return queueOf({ rows, openNumbers, unused, atRecord });
}

function queueOf(read: QueueRead): QueueNow {
  const undelivered = [
    ...read.openNumbers,
    ...read.rows.map(({ transactionNumber }) => transactionNumber),
  ];
  let lowest = read.unused;
  for (const number of undelivered) lowest = Math.min(lowest, number);
  return { ...read, undelivered, deliveredUpTo: lowest - 1 };
}

/** For messages that go whether the store answers or not: who knows nothing claims nothing. */
export async function deliveredUpTo(store: Parameters<typeof queueNow>[0]): Promise<number> {
  const queue = await queueNow(store);
  return queue.ok ? queue.value.deliveredUpTo : 0;
}
