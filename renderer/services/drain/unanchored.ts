import type { BatchRequest } from '../../../shared/contracts/bank-api.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Head } from '../../../shared/domain/journal.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { AnchorKeeper } from './anchor-keeper.ts';

/** At most so many hashes travel with one batch; the next one continues where it ended. */
const HASHES_A_BATCH = 1_000;

/**
 * The hashes of the records that the bank lacks (P2), all of the present epoch: a new epoch begins
 * above numbers that are lost, and a run of hashes must not have a hole that nobody sees. The host
 * is asked, which has them at hand: the database would bring whole sales along.
 */
export async function unanchoredHashes(
  host: Pick<TillPorts['host'], 'readChain'>,
  anchor: AnchorKeeper,
  { epoch, number }: Pick<Head, 'epoch' | 'number'>,
): Promise<Result<BatchRequest['journal'], Failure>> {
  const first = await anchor.firstUnanchored({ epoch });
  for (let from = first; from <= number;) {
    const links = await host.readChain({ from, limit: HASHES_A_BATCH });
    if (!links.ok) return links;
    const last = links.value.at(-1);
    if (last === undefined) break;
    const run = links.value.filter((link) => link.epoch === epoch && link.number <= number);
    const [next] = run;
    if (next !== undefined) {
      return ok({ epoch, from: next.number, hashes: run.map(({ hash }) => hash) });
    }
    from = last.number + 1;
  }
  return ok(noHashes({ epoch, number }));
}

export function noHashes({ epoch, number }: Pick<Head, 'epoch' | 'number'>) {
  return { epoch, from: number + 1, hashes: [] };
}
