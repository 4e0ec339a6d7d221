import { headOf, hashedText, type Head, type JournalRecord } from './journal.ts';

/** The two functions that prove a record; handed in, since each host has its own cryptography. */
export interface ChainCrypto {
  /** Lower-case hex. */
  readonly sha256: (text: string) => string;
  /** HMAC-SHA-256 under the till's journal key, lower-case hex. */
  readonly mac: (text: string) => string;
}

/** What is wrong with a record, the plainest reason first. */
export type ChainFault = 'number' | 'previous-hash' | 'hash' | 'mac';

/**
 * Whether a record follows `before` and nobody without the journal key can have written or changed
 * it (P9, P10). The number tells of a removed or swapped one, the chain of a replaced past, the
 * hash of an edit, the MAC of an edit by somebody who knows how to hash.
 */
export function chainFault(
  record: JournalRecord,
  before: Head,
  crypto: ChainCrypto,
): ChainFault | null {
  const fault = linkFault(record, before, crypto);
  if (fault !== null) return fault;
  return record.mac === crypto.mac(record.hash) ? null : 'mac';
}

/** The same by number and hash alone, where the key of the MACs is not to be had any more (P25). */
export function linkFault(
  record: JournalRecord,
  before: Head,
  crypto: Pick<ChainCrypto, 'sha256'>,
): Exclude<ChainFault, 'mac'> | null {
  if (!hasNextNumber(record, before)) return 'number';
  if (record.previousHash !== before.hash) return 'previous-hash';
  return isHashWhole(record, crypto) ? null : 'hash';
}

/** Numbers have no holes but those that a new epoch declares. */
function hasNextNumber({ number, epoch, body }: JournalRecord, before: Head): boolean {
  const next = before.number + 1;
  if (body.kind !== 'new-epoch') return number === next && epoch === before.epoch;
  const { lostFrom, lostTo } = body;
  const bridges = lostFrom === next && lostTo >= lostFrom - 1 && number === lostTo + 1;
  return bridges && epoch > before.epoch;
}

/** Content, hash and MAC hold, wherever the record stands: nobody without the key has made it. */
export function isAuthentic(record: JournalRecord, crypto: ChainCrypto): boolean {
  try {
    return isHashWhole(record, crypto) && record.mac === crypto.mac(record.hash);
  } catch {
    // Content without a canonical form was never hashed by this till.
    return false;
  }
}

const MEMBERS: Readonly<Record<keyof JournalRecord, true>> = {
  number: true,
  epoch: true,
  atMs: true,
  counters: true,
  body: true,
  previousHash: true,
  hash: true,
  mac: true,
};

/** The hash holds, and for all there is: a member more than these would stand outside of it. */
function isHashWhole(record: JournalRecord, crypto: Pick<ChainCrypto, 'sha256'>): boolean {
  const isAll = Object.keys(record).every((name) => Object.hasOwn(MEMBERS, name));
  return isAll && record.hash === crypto.sha256(hashedText(record));
}

export interface ChainVerdict {
  /** Up to here every record proves itself. */
  readonly head: Head;
  /** Where the proof ends, by position after `from` (a record's own number may be a lie). */
  readonly fault: { readonly number: number; readonly why: ChainFault } | null;
}

/** Follows the chain from a head that is known to hold. */
export function verifyChain(
  records: readonly JournalRecord[],
  from: Head,
  crypto: ChainCrypto,
): ChainVerdict {
  let head = from;
  for (const record of records) {
    const why = chainFault(record, head, crypto);
    if (why !== null) return { head, fault: { number: head.number + 1, why } };
    head = headOf(record);
  }
  return { head, fault: null };
}
