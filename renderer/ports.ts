import type { TillHost } from '../shared/contracts/host.ts';
import type { Failure } from '../shared/contracts/error-codes.ts';
import type { Head, JournalRecord } from '../shared/domain/journal.ts';
import type { OutboxKind, OutboxRow } from '../shared/domain/outbox.ts';
import type { RowChanges } from '../shared/domain/row-changes.ts';
import type { Sale } from '../shared/domain/sale.ts';
import type { Result } from '../shared/lib/result.ts';

/**
 * Everything a service may touch. The window, the training lab and the simulation each hand in
 * their own; no service reads a clock, draws a number or opens a database by itself.
 */
export interface Clock {
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: () => number;
  /** Since some moment of this run, evenly, whoever sets the wall clock: what a wait is measured by. */
  readonly passedMs: () => number;
  /** Minutes east of Greenwich on the shop's clock at that moment: +480 in China (P22). */
  readonly utcOffsetMinutes: (atMs: number) => number;
  /** Resolves after `waitMs`, or at once when the signal is aborted; never rejects. */
  readonly sleep: (waitMs: number, signal?: AbortSignal) => Promise<void>;
}

export interface Random {
  /** UUID v7; strictly increasing within one till. */
  readonly uuid: () => string;
  /** In [0, 1). */
  readonly unit: () => number;
}

/** What the bank has not heard everything of, as the database has it at one moment. */
export interface StoredQueue {
  /** As `head`, `openSales` and `outbox` give them. */
  readonly head: Head | null;
  readonly openSales: readonly Sale[];
  readonly rows: readonly OutboxRow[];
}

/** The till's database: the second of the two copies (PROTOCOL P9). */
export interface TillStore {
  /** The record it reaches up to; null when it is empty. */
  readonly head: () => Stored<Head | null>;
  readonly recordsFrom: (number: number, limit: number) => Stored<JournalRecord[]>;
  /** Takes records from this number on out, to be written again from the file (P10). */
  readonly dropRecordsFrom: (number: number) => Stored<null>;
  /** Takes rows out that no record tells of (P10, F09). */
  readonly dropRows: (rows: {
    readonly saleIds: readonly string[];
    readonly outboxKeys: readonly string[];
  }) => Stored<null>;
  /** Records, their sales and outbox rows in order, in one strict transaction; all or nothing. */
  readonly apply: (...changes: RowChanges[]) => Stored<null>;

  readonly sales: (ids: readonly string[]) => Stored<Map<string, Sale>>;
  /**
   * As they were written, whether their reports are told by now or not: what goes to the bank is
   * made of them. The queue is not looked at, so that answers are written down meanwhile.
   */
  readonly writtenSales: (ids: readonly string[]) => Stored<Map<string, Sale>>;
  /** Newest first, of those made before a moment where one is named, from behind the `skipped` newest on. */
  readonly recentSales: (limit: number, skipped?: number, beforeMs?: number) => Stored<Sale[]>;
  /** Sales in which money is open: an intent without outcome. */
  readonly openSales: () => Stored<Sale[]>;
  /** Sales of any day of which the bank has refused a promise, whatever became of it since. */
  readonly lateDeclines: () => Stored<Sale[]>;
  /** Sales of any day with a signature that the bank has not taken, oldest first. */
  readonly openSignatures: () => Stored<Sale[]>;

  readonly outboxRows: (keys: readonly string[]) => Stored<Map<string, OutboxRow>>;
  /**
   * Reversals first, then by transaction number (P6, P12). Those of one kind are found without
   * reading the others: a payment that asks for them does not pay for a long queue.
   */
  readonly outbox: (kind?: OutboxKind) => Stored<OutboxRow[]>;
  /** All that a claim of what is delivered rests on, in one look: nothing is written between (P2). */
  readonly queue: () => Stored<StoredQueue>;
  /**
   * Every message up to this transaction number may have been on the wire from now on, by one small
   * row; above it nothing was (P11). Only the drainer of the newest epoch may claim.
   */
  readonly claimUpTo: (transactionNumber: number, epoch: number) => Stored<'done' | 'stale'>;
  /**
   * Waits and attempts; they are not journal matter. Checked inside the transaction: only the
   * drainer of the newest epoch may write, and a row that is gone stays gone (P11).
   */
  readonly touchOutbox: (rows: readonly OutboxRow[], epoch: number) => Stored<'done' | 'stale'>;
  /** A new epoch for a new drainer; older ones are from then on stale (P11). */
  readonly raiseDrainEpoch: () => Stored<number>;

  readonly note: (key: NoteKey) => Stored<string | null>;
  readonly writeNote: (key: NoteKey, value: string, durability?: NoteDurability) => Stored<null>;
}

/**
 * `strict`, unless said otherwise: it is on the disk. `relaxed`: it outlives the program, and is on
 * the disk with the next strict write of whatever kind; a power cut before that takes it away. For
 * notes that a restart does not need, because what came of them says the same.
 */
export type NoteDurability = 'strict' | 'relaxed';

type Stored<Value> = Promise<Result<Value, Failure>>;

/** Small things that survive a restart but are no money: none of them is journal matter. */
export type NoteKey =
  | 'drain-wait'
  | 'signature-wait'
  | 'drain-claim'
  | 'offline-heartbeat'
  | 'anchor'
  | 'draft-cart'
  | 'held-carts'
  | 'card-dialogue'
  | 'found-dismissed'
  | 'found-told'
  | 'sample-notice'
  | 'signed-on'
  | 'readiness'
  | 'settlement-slip';

/** One drainer among all windows of this till (P11). */
export interface DrainLock {
  /** Runs `work` while the lock is held; does nothing when another window holds it. */
  readonly ifFree: (work: () => Promise<void>) => Promise<void>;
}

/** What the machine says of its own network. Only "offline" is worth anything (P14). */
export interface NetworkHint {
  readonly saysOffline: () => boolean;
  /** @returns how to stop listening. */
  readonly onChange: (listener: () => void) => () => void;
}

export interface TillPorts {
  readonly host: TillHost;
  readonly store: TillStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: NetworkHint;
  readonly drainLock: DrainLock;
  /** Whether the system keeps the database when it wants room; null where nobody can say. */
  readonly isStorageDurable: () => Promise<boolean | null>;
}
