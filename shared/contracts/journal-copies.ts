import type { Head, JournalRecord } from '../domain/journal.ts';

/** What host and window say to each other about the two copies of the journal (P10). */

export interface JournalRange {
  readonly from: number;
  readonly limit: number;
}

/** What the file and its sentinel say when the journal is opened (P10). */
export interface JournalOpening {
  readonly head: Head;
  /** The head that the sentinel remembers; null when there is none. */
  readonly sentinel: Head | null;
  /** Lines that were cut off in the middle of a write and removed: they had no effect (P9). */
  readonly tornLines: number;
  /** Records whose MAC or chain does not hold, by number: quarantined. */
  readonly damagedNumbers: readonly number[];
}

export interface JournalDifference {
  readonly number: number;
  /** Both copies are authentic and say different things: a fork, not an edit. */
  readonly databaseProves: boolean;
}

/** What the bank remembers of this till's end of the journal; null when it was not asked. */
export interface KnownElsewhere {
  readonly bank: {
    readonly epoch: number;
    readonly number: number;
    readonly transaction: number;
    readonly reason: 'rollback' | 'fork';
  } | null;
}

export interface JournalRepair {
  readonly head: Head;
  /** Records that only the database still had and that fit the chain. */
  readonly fromDatabase: number;
  /** Authentic records without a place in the chain, written down anew. */
  readonly retold: number;
  readonly damagedNumbers: readonly number[];
  /** Numbers that no copy can prove; `to` below `from` = none. */
  readonly lost: { readonly from: number; readonly to: number };
  /** Numbers at which both copies prove a different record. */
  readonly conflicts: readonly number[];
  /** Name of the damaged file, which is never deleted; null when it was not damaged. */
  readonly keptAs: string | null;
}

export interface Quarantined {
  readonly records: JournalRecord[];
  /** What was found and where, for people: kinds and numbers. */
  readonly detail: string;
}
