import type { SignOnAnswer } from '../../../shared/contracts/bank-api.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalRepair } from '../../../shared/contracts/journal-copies.ts';
import { rollbackOf } from '../../../shared/domain/anchor-check.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from './ledger-of-the-till.ts';

/**
 * What the bank remembers of this till, held against what the till knows of itself (PROTOCOL P10):
 * a backup that was put back brings its own sentinel along, so only the bank can tell. The series
 * then goes on above the bank's numbers under a new epoch, and cards lock until a supervisor has
 * looked.
 *
 * @returns what was done; null when the till is at least as far as the bank knows.
 */
export async function mendRollback(
  { host, store }: Pick<TillPorts, 'host' | 'store'>,
  ledger: Ledger,
  { anchor, watermark }: Pick<SignOnAnswer, 'anchor' | 'watermark'>,
): Promise<Result<JournalRepair | null, Failure>> {
  const { epoch, number, hash } = anchor;
  const isNewHere = number === 0 && ledger.head().counters.transaction === 0;
  if (isNewHere) return goOnAfter(ledger, watermark.highest);
  const own = await store.recordsFrom(Math.max(1, number), 1);
  if (!own.ok) return own;
  const ownHash = own.value.find((record) => record.number === number)?.hash ?? null;
  const memory = { epoch, number, hash, highestTransaction: watermark.highest };
  const found = rollbackOf(ledger.head(), memory, ownHash);
  if (found === null) return ok(null);
  const bank = { epoch, number, transaction: watermark.highest, reason: found.reason };
  const repaired = await host.repairJournal({ bank });
  if (!repaired.ok) return repaired;
  const caughtUp = await ledger.catchUp();
  return caughtUp.ok ? repaired : caughtUp;
}

/** A new device under the name of an old one: its series goes on, and nothing of its own is lost. */
async function goOnAfter(ledger: Ledger, highest: number): Promise<Result<null, Failure>> {
  if (highest === 0) return ok(null);
  const written = await ledger.commit((numbers) => {
    numbers.goOnAfter(highest);
    return { kind: 'notice', code: 'numbers-continued', detail: String(highest) };
  });
  return written.ok ? ok(null) : written;
}
