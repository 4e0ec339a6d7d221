import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { ActivateRequest } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { QueueTally } from '../queue/queue-tally.ts';

/** What lies here and has not reached the bank, as the database says while nothing can be proved. */
export interface UnsentHere {
  /** As the status bar counts: a sale once, however many records of it wait. */
  readonly sales: number;
  readonly promisedMinor: Minor;
}

/** Null: the database cannot be read, and nothing is known of it (I9). */
export async function unsentHere(
  store: Pick<TillPorts['store'], 'outbox'>,
): Promise<UnsentHere | null> {
  const rows = await store.outbox();
  if (!rows.ok) return null;
  const { unsent, attention, promises } = new QueueTally(rows.value).sums();
  return { sales: unsent.count + attention.count, promisedMinor: promises.amountMinor };
}

/**
 * The passphrase is forgotten (P25): the till goes on under new keys that its bank takes for a new
 * code, and everything unsent is signed with them. The host takes the journal over as it is; the
 * database's copies carry proofs of the lost key, so they are made anew from the journal at the start.
 */
export async function startAnew(
  { host, store }: Pick<TillPorts, 'host' | 'store'>,
  request: Required<ActivateRequest>,
): Promise<Result<Terminal, Failure>> {
  const activated = await host.activate(request);
  if (!activated.ok) return activated;
  const [opened, reached] = [await host.openJournal(), await store.head()];
  // A database that goes further than the file is for the start to look at: nothing of it is dropped.
  const isTakenOver =
    opened.ok && reached.ok && (reached.value?.number ?? 0) <= opened.value.head.number;
  if (isTakenOver) {
    const dropped = await store.dropRecordsFrom(1);
    if (!dropped.ok) return dropped;
  }
  return ok(activated.value);
}
