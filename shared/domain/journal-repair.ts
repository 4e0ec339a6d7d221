import { chainFault, type ChainCrypto } from './journal-chain.ts';
import {
  headOf,
  type Counters,
  type Head,
  type JournalBody,
  type JournalRecord,
  type NewEpochReason,
} from './journal.ts';

/** Everything that is left of a journal, from both copies and from those who remember its end. */
export interface Remains {
  /** Up to here the file proves itself. */
  readonly head: Head;
  /** Authentic records behind the damage in the file; their chain is broken, their MAC holds. */
  readonly fromFile: readonly JournalRecord[];
  /** Authentic records of the database, of any number. */
  readonly fromDatabase: readonly JournalRecord[];
  /** Numbers that somebody else knows of: the sentinel, the bank. */
  readonly known: readonly KnownEnd[];
  /** Why a new epoch would begin. */
  readonly reason: NewEpochReason;
}

/** An end of the journal that somebody remembers. */
export type KnownEnd = Pick<Head, 'number' | 'counters' | 'epoch'>;

/** How the journal goes on. */
export interface RepairPlan {
  /** Records that continue the chain by proof alone, in order. */
  readonly chained: readonly JournalRecord[];
  /** How many of these only the database still had. */
  readonly chainedFromDatabase: number;
  /** Numbers that no copy can prove; `to` below `from` = none. */
  readonly lost: { readonly from: number; readonly to: number };
  /** Null when the chain reaches everything that is known. */
  readonly newEpoch: {
    readonly body: Extract<JournalBody, { kind: 'new-epoch' }>;
    /** Above every epoch that anybody remembers: the bank hears the latest one only. */
    readonly epoch: number;
    readonly counters: Counters;
    /** Authentic records that no longer fit a chain: what they say is written down anew. */
    readonly retold: readonly JournalRecord[];
  } | null;
  /** Numbers at which both copies hold a record of this till, and not the same one. */
  readonly conflicts: readonly number[];
}

/**
 * Decides what becomes of a journal whose copies do not agree (PROTOCOL P10). Proof decides, not
 * preference: what chains is kept as it is; what is authentic but has lost its place is retold under
 * a new epoch; what nobody can prove is named as lost; and the next number is above every number
 * that anybody remembers. Where both copies prove a different record, the file was written first.
 */
export function planRepair(remains: Remains, crypto: ChainCrypto): RepairPlan {
  const { head, fromFile, fromDatabase, known, reason } = remains;
  const inFile = new Map(fromFile.map((record) => [record.number, record]));
  const inDatabase = new Map(fromDatabase.map((record) => [record.number, record]));
  const conflicts = [...inFile.values()]
    .filter(({ number, hash }) => (inDatabase.get(number)?.hash ?? hash) !== hash)
    .map(({ number }) => number);
  const chained = chainedFrom(head, [inFile, inDatabase], crypto);
  const reached = headAfter(head, chained);
  const retold = [...new Map([...inDatabase, ...inFile]).values()]
    .filter(({ number }) => number > reached.number)
    .sort((a, b) => a.number - b.number);
  const ends = [...known, ...retold];
  const lastKnown = Math.max(reached.number, ...ends.map(({ number }) => number));
  const counters = ends.reduce((most, end) => highest(most, end.counters), reached.counters);
  const lastEpoch = Math.max(reached.epoch, ...ends.map(({ epoch }) => epoch));
  const lost = { from: reached.number + 1, to: lastKnown };
  const isWhole = lost.to < lost.from && lastEpoch === reached.epoch;
  const goesOn = isWhole && sameCounters(counters, reached.counters);
  return {
    chained,
    chainedFromDatabase: chained.filter(({ number }) => !inFile.has(number)).length,
    lost,
    conflicts,
    newEpoch: goesOn
      ? null
      : {
          body: { kind: 'new-epoch', reason, lostFrom: lost.from, lostTo: lost.to },
          epoch: lastEpoch + 1,
          counters,
          retold: retold.filter(({ body }) => body.kind !== 'new-epoch'),
        },
  };
}

/** The first copy in the list is asked first. */
function chainedFrom(
  head: Head,
  copies: readonly ReadonlyMap<number, JournalRecord>[],
  crypto: ChainCrypto,
): JournalRecord[] {
  const bridges = copies.flatMap((copy) =>
    [...copy.values()].filter(({ body }) => body.kind === 'new-epoch'),
  );
  const chained: JournalRecord[] = [];
  let reached = head;
  for (;;) {
    const before = reached;
    const here = copies.flatMap((copy) => copy.get(before.number + 1) ?? []);
    const next = [...here, ...bridges].find(
      (record) => chainFault(record, before, crypto) === null,
    );
    if (next === undefined) return chained;
    chained.push(next);
    reached = headOf(next);
  }
}

function headAfter(head: Head, records: readonly JournalRecord[]): Head {
  const last = records.at(-1);
  return last === undefined ? head : headOf(last);
}

/** Each series by itself; a trace number belongs to its batch (P3). */
export function highest(a: Counters, b: Counters): Counters {
  const batch = Math.max(a.batch, b.batch);
  const traces = [a, b].filter((one) => one.batch === batch).map(({ trace }) => trace);
  return {
    transaction: Math.max(a.transaction, b.transaction),
    sale: Math.max(a.sale, b.sale),
    batch,
    trace: Math.max(...traces),
  };
}

function sameCounters(a: Counters, b: Counters): boolean {
  return (
    a.transaction === b.transaction &&
    a.sale === b.sale &&
    a.batch === b.batch &&
    a.trace === b.trace
  );
}
