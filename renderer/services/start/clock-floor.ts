import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalBody } from '../../../shared/domain/journal.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

const READ_AT_ONCE = 500;

/**
 * The time that the journal bears out at a start, where the heartbeat may be lost (P20): that of its
 * last record, and as long as promises wait the latest since the oldest of them. A clock that had
 * jumped ahead meanwhile has used the window up, also when it was set right again since and the
 * database could not keep the heartbeat (F08).
 *
 * @returns milliseconds by the wall clock; 0 for an empty journal.
 */
export async function clockFloor(
  store: Pick<TillStore, 'outbox' | 'recordsFrom'>,
  lastNumber: number,
): Promise<Result<number, Failure>> {
  const promises = await store.outbox('stored-payment');
  if (!promises.ok) return promises;
  const unmet = new Set(
    promises.value.flatMap(({ key, lane }) => (lane === 'exception' ? [] : key)),
  );
  let floorMs = 0;
  // Mostly nothing waits, and the last record says it all: a start need not read hundreds for it.
  let atOnce = unmet.size === 0 ? 1 : READ_AT_ONCE;
  let last = lastNumber;
  while (last > 0) {
    const first = Math.max(1, last - atOnce + 1);
    const page = await store.recordsFrom(first, last - first + 1);
    if (!page.ok) return page;
    for (const { number, atMs, body } of [...page.value].reverse()) {
      if (number > last) continue;
      floorMs = Math.max(floorMs, atMs);
      for (const key of keysIn(body)) unmet.delete(key);
      if (unmet.size === 0) return ok(floorMs);
    }
    last = first - 1;
    atOnce = READ_AT_ONCE;
  }
  return ok(floorMs);
}

/** Rows that the record has put into the queue. */
function keysIn(body: JournalBody): readonly string[] {
  if (body.kind === 'sale') return body.outbox.map(({ key }) => key);
  if (body.kind === 'numbers-missing') return body.again.map(({ key }) => key);
  return body.kind === 'supervisor-act' && body.retry !== undefined ? [body.retry.outbox.key] : [];
}
