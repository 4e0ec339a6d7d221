import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { isSignatureOpen } from '../../shared/domain/card-signature.ts';
import { headOf, type Head, type JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxKind, OutboxRow } from '../../shared/domain/outbox.ts';
import { asTold } from '../../shared/domain/report-told.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { wasRefusedLate } from '../../shared/domain/try-that-counts.ts';
import type { NoteKey, TillStore } from '../ports.ts';
import { inSendingOrder, isMoneyOpen, oldestFirst } from './till-rows.ts';

/**
 * A till's database in memory, for the training lab and for tests. It keeps the same promises as
 * the real one and is held against it by the same suite. Like a disk it keeps a copy of what it is
 * given; what it hands out is frozen instead of copied once more, so that nobody can change it.
 */
export function createMemoryTillStore(): TillStore & {
  readonly failNext: (code: FailAs, calls?: number) => void;
  /** The power goes: what was written relaxed since the last strict write is as it was before. */
  readonly cutPower: () => void;
} {
  const records = new Map<number, JournalRecord>();
  const sales = new Map<string, Sale>();
  const outbox = new Map<string, OutboxRow>();
  const notes = notesInMemory();
  let faults: FailAs[] = [];

  function stored<Value>(work: () => Value): Promise<Result<Value, Failure>> {
    const failing = faults.shift();
    if (failing === 'failed') return Promise.resolve(err(failure('store-failed', 'planted')));
    const value = tried(work);
    if (failing === 'written-but-failed') {
      return Promise.resolve(err(failure('store-timeout', 'planted')));
    }
    return Promise.resolve(value);
  }

  const read = (sale: Sale): Sale => asTold(sale, (key) => outbox.has(key));

  const head = (): Head | null => {
    const last = records.get(Math.max(0, ...records.keys()));
    return last === undefined ? null : headOf(last);
  };
  const openSales = (): Sale[] => [...sales.values()].filter(isMoneyOpen).map(read);
  const rowsOf = (kind?: OutboxKind): OutboxRow[] =>
    [...outbox.values()].filter(isOfKind(kind)).sort(inSendingOrder);

  function synced<Value>(work: () => Value): Promise<Result<Value, Failure>> {
    return stored(() => {
      const value = work();
      notes.sync();
      return value;
    });
  }

  return {
    failNext: (code, calls = 1) => {
      faults = Array<FailAs>(calls).fill(code);
    },
    cutPower: () => notes.cutPower(),
    head: () => stored(head),
    recordsFrom: (number, limit) =>
      stored(() => {
        const from = [...records.values()].filter((record) => record.number >= number);
        return from.sort((a, b) => a.number - b.number).slice(0, limit);
      }),
    apply: (...changes) =>
      synced(() => {
        // Copied before anything is put: what cannot be copied leaves everything as it was.
        for (const { record, putSales, putOutbox, deleteOutbox } of frozenCopy(changes)) {
          records.set(record.number, record);
          for (const sale of putSales) sales.set(sale.id, sale);
          for (const row of putOutbox) outbox.set(row.key, row);
          for (const key of deleteOutbox) outbox.delete(key);
        }
        return null;
      }),
    dropRecordsFrom: (number) =>
      synced(() => {
        for (const there of records.keys()) if (there >= number) records.delete(there);
        return null;
      }),
    dropRows: ({ saleIds, outboxKeys }) =>
      synced(() => {
        for (const id of saleIds) sales.delete(id);
        for (const key of outboxKeys) outbox.delete(key);
        return null;
      }),
    sales: (ids) => stored(() => mapped(pick(sales, ids), read)),
    writtenSales: (ids) => stored(() => pick(sales, ids)),
    recentSales: (limit, skipped = 0, beforeMs = Infinity) =>
      stored(() =>
        [...sales.values()]
          .filter(({ createdAtMs }) => createdAtMs < beforeMs)
          .sort(newestFirst)
          .slice(skipped, skipped + limit)
          .map(read),
      ),
    openSales: () => stored(openSales),
    lateDeclines: () => stored(() => [...sales.values()].filter(wasRefusedLate).map(read)),
    openSignatures: () =>
      stored(() => [...sales.values()].filter(isSignatureOpen).sort(oldestFirst).map(read)),
    outboxRows: (keys) => stored(() => pick(outbox, keys)),
    outbox: (kind) => stored(() => rowsOf(kind)),
    queue: () => stored(() => ({ head: head(), openSales: openSales(), rows: rowsOf() })),
    ...drainersSide(synced, outbox, notes),
    note: (key) => stored(() => notes.read(key)),
    writeNote: (key, value, durability = 'strict') =>
      (durability === 'strict' ? synced : stored)(() => notes.write(key, value)),
  };
}

function newestFirst(a: Sale, b: Sale): number {
  return b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1);
}

const isOfKind = (wanted?: OutboxKind) => (row: OutboxRow) =>
  wanted === undefined || row.kind === wanted;

function mapped<Row>(rows: ReadonlyMap<string, Row>, change: (row: Row) => Row): Map<string, Row> {
  return new Map([...rows].map(([key, row]) => [key, change(row)]));
}

function notesInMemory() {
  const notes = new Map<NoteKey, string | null>();
  /** What stood in notes before they were written, until that is on the disk. */
  const unsynced = new Map<NoteKey, string | null>();
  const read = (key: NoteKey): string | null => notes.get(key) ?? null;
  return {
    read,
    write: (key: NoteKey, value: string): null => {
      if (!unsynced.has(key)) unsynced.set(key, read(key));
      notes.set(key, value);
      return null;
    },
    sync: () => unsynced.clear(),
    cutPower: () => {
      for (const [key, value] of unsynced) notes.set(key, value);
      unsynced.clear();
    },
  };
}

type Stored = <Value>(work: () => Value) => Promise<Result<Value, Failure>>;

function drainersSide(
  synced: Stored,
  outbox: Map<string, OutboxRow>,
  notes: ReturnType<typeof notesInMemory>,
): Pick<TillStore, 'claimUpTo' | 'touchOutbox' | 'raiseDrainEpoch'> {
  let newest = 0;
  const ifNewest = (epoch: number, work: () => void) =>
    synced(() => {
      if (epoch !== newest) return 'stale';
      work();
      return 'done';
    });
  return {
    claimUpTo: (transactionNumber, epoch) =>
      ifNewest(epoch, () => {
        const claimed = Math.max(transactionNumber, Number(notes.read('drain-claim') ?? 0));
        notes.write('drain-claim', String(claimed));
      }),
    touchOutbox: (rows, epoch) =>
      ifNewest(epoch, () => {
        for (const row of rows) if (outbox.has(row.key)) outbox.set(row.key, frozenCopy(row));
      }),
    raiseDrainEpoch: () =>
      synced(() => {
        newest += 1;
        return newest;
      }),
  };
}

/** How the next call fails: not done, or done and reported as failed. */
export type FailAs = 'failed' | 'written-but-failed';

function tried<Value>(work: () => Value): Result<Value, Failure> {
  try {
    return ok(work());
  } catch (error) {
    return err(failure('store-failed', String(error)));
  }
}

function pick<Row>(rows: ReadonlyMap<string, Row>, keys: readonly string[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const key of keys) {
    const row = rows.get(key);
    if (row !== undefined) found.set(key, row);
  }
  return found;
}

/** What has been copied and frozen here, to the ground: it is kept as it is, and never copied again. */
const frozen = new WeakSet();

/** Whether it is something that such a store keeps and gives out: it never changes. */
export function isKept(value: object): boolean {
  return frozen.has(value);
}

/** Of plain records: what is not plain makes `structuredClone` throw before anything is put. */
function frozenCopy<Value>(value: Value): Value {
  if (typeof value === 'function' || typeof value === 'symbol') return structuredClone(value);
  if (typeof value !== 'object' || value === null || frozen.has(value)) return value;
  const copy = copyOfParts(value);
  Object.freeze(copy);
  frozen.add(copy);
  return copy as Value;
}

function copyOfParts(value: object): object {
  if (Array.isArray(value)) return value.map(frozenCopy);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
  // Copied as a whole first: then `__proto__` is a member of its own, and assigned to like any other.
  const copy: Record<string, unknown> = { ...value };
  for (const name of Object.keys(copy)) copy[name] = frozenCopy(copy[name]);
  return copy;
}
