import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { TillStore } from '../ports.ts';

/** The queue at one moment, and what may be claimed of it. */
export interface QueueNow {
  readonly rows: readonly OutboxRow[];
  /**
   * "All transactions up to N are delivered" (P2): one below the lowest number that is not. The
   * exception list counts as undelivered; the bank would otherwise call it a gap.
   */
  readonly deliveredUpTo: number;
  /** Numbers that the bank is still to be told of. */
  readonly undelivered: readonly number[];
}

/**
 * Reads what the claim rests on in this order: the last number that the database knows, payments
 * that nobody has heard of yet, the queue. A transaction goes from the second to the third or is
 * delivered, never back, and a new one has a number above the first: whatever happens between the
 * reads, nothing is claimed that the bank has not got.
 */
export async function queueNow(
  store: Pick<TillStore, 'head' | 'openSales' | 'outbox'>,
): Promise<Result<QueueNow, Failure>> {
  const head = await store.head();
  if (!head.ok) return head;
  const open = await store.openSales();
  if (!open.ok) return open;
  const rows = await store.outbox();
  if (!rows.ok) return rows;
  const undelivered = [
    ...open.value.flatMap(({ payments }) => payments.map(({ core }) => core.transactionNumber)),
    ...rows.value.map(({ transactionNumber }) => transactionNumber),
  ];
  let lowest = (head.value?.counters.transaction ?? 0) + 1;
  for (const number of undelivered) lowest = Math.min(lowest, number);
  return ok({ rows: rows.value, deliveredUpTo: lowest - 1, undelivered });
}

/** For messages that go whether the store answers or not: who knows nothing claims nothing. */
export async function deliveredUpTo(store: Parameters<typeof queueNow>[0]): Promise<number> {
  const queue = await queueNow(store);
  return queue.ok ? queue.value.deliveredUpTo : 0;
}
