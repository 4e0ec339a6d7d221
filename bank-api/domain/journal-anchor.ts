import type { BatchRequest, JournalAnchor } from '../../shared/contracts/bank-api.ts';

export interface AnchorHead {
  readonly epoch: number;
  readonly number: number;
  readonly hash: string;
}

export const NO_ANCHOR: AnchorHead = { epoch: 0, number: 0, hash: '0'.repeat(64) };

export interface AnchorVerdict {
  readonly anchor: JournalAnchor;
  /** To be stored, the first has number `from`. */
  readonly added: { readonly epoch: number; readonly from: number; readonly hashes: string[] };
  /** A declared restore: a new epoch that goes on below the known head (P10). */
  readonly rolledBack: boolean;
}

/**
 * Holds a till's record hashes against those it sent before (P2). A number that comes back with
 * another hash under the same or an older epoch is a fork: somebody put an old disk back, or edited
 * it. `known` gives the stored hash of a number of the head's epoch.
 */
export function judgeAnchor(
  head: AnchorHead,
  journal: BatchRequest['journal'],
  known: (number: number) => string | undefined,
): AnchorVerdict {
  const { epoch, from, hashes } = journal;
  const stay = (state: JournalAnchor['state']): AnchorVerdict => ({
    anchor: { ...head, state },
    added: { epoch, from, hashes: [] },
    rolledBack: false,
  });
  if (hashes.length === 0) return stay('unchanged');
  if (epoch < head.epoch) return stay('fork');
  const newEpoch = epoch > head.epoch;
  // A new epoch begins above numbers that its till has declared lost (P10): no gap, but an alarm.
  if (!newEpoch && from > head.number + 1) return stay('gap');
  const overlap = newEpoch ? 0 : Math.min(hashes.length, head.number + 1 - from);
  for (let i = 0; i < overlap; i += 1) {
    if (known(from + i) !== hashes[i]) return stay('fork');
  }
  const added = hashes.slice(overlap);
  const last = added.at(-1);
  if (last === undefined) return stay('unchanged');
  return {
    anchor: { epoch, number: from + hashes.length - 1, hash: last, state: 'extended' },
    added: { epoch, from: from + overlap, hashes: added },
    rolledBack: newEpoch && from <= head.number,
  };
}
