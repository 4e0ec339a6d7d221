import { classOfAnswer } from '../../../shared/contracts/answer-classes.ts';
import { isErrorCode } from '../../../shared/contracts/error-codes.ts';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import { minor, type Minor } from '../../../shared/domain/money.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';

export interface CountedMoney {
  readonly count: number;
  readonly amountMinor: Minor;
}

/** Sales of which the bank has not heard everything, but for the exception list. */
export interface Unsent extends CountedMoney {
  /** Transactions behind them: what the bank has not seen (P2). */
  readonly recordCount: number;
  /** Its sum by how sure it is; a reversal on its way is money that nobody can be sure of (P6). */
  readonly inks: UnsentInks;
  readonly oldestAtMs: number | null;
}

/** What the bank has refused is on the exception list, and not unsent. */
export type UnsentInks = Readonly<Record<Exclude<Certainty, 'refused'>, Minor>>;

/** The exception list. */
export interface Attention extends CountedMoney {
  /** Sales of it with a record that the bank could not read: of that it knows nothing (I9). */
  readonly unreadCount: number;
}

/** What the rows of the queue come to. */
export interface QueueSums {
  readonly unsent: Unsent;
  /** The exception list: it waits for a person, not for the line (P13). */
  readonly attention: Attention;
  /** Promised money that no bank has answered for (P15). */
  readonly promises: CountedMoney & { readonly oldestAtMs: number | null };
}

type Rows = readonly OutboxRow[];

/**
 * The sums of the queue, kept while rows come and go: a queue is summed up after every sale, and
 * what a sale costs must not depend on how many wait. A sale is counted once, however many rows of
 * it wait, and by its own rows alone, so that only the sale that changed is summed up again.
 */
export class QueueTally {
  readonly #bySale = new Map<string, Rows>();
  readonly #saleIdOf = new Map<string, string>();
  #total = NOTHING;
  /** Of those that went nothing is remembered: looked for again when somebody asks. */
  #oldest: Oldest | null = NONE_OLD;
  /** One and the same until a row changes: what shows it has nothing new to draw. */
  #sums: QueueSums | null = null;

  constructor(rows: Rows) {
    for (const row of rows) this.put(row);
  }

  /** Takes the place of the row with this key. */
  put(row: OutboxRow): void {
    this.delete(row.key);
    this.#saleIdOf.set(row.key, row.saleId);
    this.#setSale(row.saleId, [...(this.#bySale.get(row.saleId) ?? []), row]);
    if (this.#oldest !== null) this.#oldest = oldestOf(this.#oldest, row);
  }

  delete(key: string): void {
    const saleId = this.#saleIdOf.get(key);
    if (saleId === undefined) return;
    this.#saleIdOf.delete(key);
    const rows = this.#bySale.get(saleId) ?? [];
    this.#setSale(
      saleId,
      rows.filter((row) => row.key !== key),
    );
    this.#oldest = null;
  }

  sums(): QueueSums {
    this.#sums ??= this.#sumUp();
    return this.#sums;
  }

  #sumUp(): QueueSums {
    this.#oldest ??= [...this.#bySale.values()].flat().reduce(oldestOf, NONE_OLD);
    const { unsent, parked, unread, promises, recordCount, promisedMinor, inDoubtMinor } =
      this.#total;
    return {
      unsent: {
        ...moneyOf(unsent),
        recordCount,
        inks: {
          certain: minor(unsent[1] - promisedMinor - inDoubtMinor),
          promised: minor(promisedMinor),
          unknown: minor(inDoubtMinor),
        },
        oldestAtMs: this.#oldest.unsentMs,
      },
      attention: { ...moneyOf(parked), unreadCount: unread },
      promises: { ...moneyOf(promises), oldestAtMs: this.#oldest.promiseMs },
    };
  }

  #setSale(saleId: string, rows: Rows): void {
    this.#sums = null;
    const before = this.#bySale.get(saleId) ?? [];
    if (rows.length > 0) this.#bySale.set(saleId, rows);
    else this.#bySale.delete(saleId);
    this.#total = plus(plus(this.#total, partOf(before), -1), partOf(rows), 1);
  }
}

/** What one sale adds. */
interface Part {
  readonly unsent: Counted;
  readonly parked: Counted;
  /** Sales with a record that the bank could not read. */
  readonly unread: number;
  readonly promises: Counted;
  readonly recordCount: number;
  readonly promisedMinor: number;
  /** What sales come to whose money is being taken back. */
  readonly inDoubtMinor: number;
}

type Counted = readonly [count: number, amountMinor: number];

const NOTHING: Part = {
  unsent: [0, 0],
  parked: [0, 0],
  unread: 0,
  promises: [0, 0],
  recordCount: 0,
  promisedMinor: 0,
  inDoubtMinor: 0,
};

function partOf(rows: Rows): Part {
  if (rows.length === 0) return NOTHING;
  const waiting = rows.filter(({ lane }) => lane !== 'exception');
  const promises = rows.filter(isPromise);
  const stored = waiting.filter(({ kind }) => kind === 'stored-payment');
  const isTakenBack = waiting.length > 0 && waiting.every(({ kind }) => kind === 'reversal');
  const unsent = worthOf(waiting);
  return {
    unsent,
    parked: worthOf(rows.filter(({ lane }) => lane === 'exception')),
    unread: rows.some(isUnread) ? 1 : 0,
    promises: [promises.length, sumOf(promises)],
    recordCount: waiting.length,
    promisedMinor: sumOf(stored),
    // A reversal beside a record of the same sale is of a try that another one replaced (P7).
    inDoubtMinor: isTakenBack ? unsent[1] : 0,
  };
}

/** A stored payment and the report of its sale are one thing to a cashier. */
function worthOf(rows: Rows): Counted {
  if (rows.length === 0) return [0, 0];
  // A number that was not used is told to the bank, but it never was money.
  const worth = rows.map(({ kind, amountMinor }) => (kind === 'void-number' ? 0 : amountMinor));
  // The largest of them, whichever way it goes.
  return [1, worth.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0)];
}

/** A record that the bank could not read is still a promise; one that it refused is none. */
function isPromise(row: OutboxRow): boolean {
  return row.kind === 'stored-payment' && (row.lane !== 'exception' || isUnread(row));
}

/** It waits for a person, and the bank has not said what becomes of it. */
function isUnread({ lane, reason }: OutboxRow): boolean {
  return lane === 'exception' && (isErrorCode(reason) || classOfAnswer(reason) !== 'refused');
}

const sumOf = (rows: Rows): number => rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

const moneyOf = ([count, amountMinor]: Counted): CountedMoney => ({
  count,
  amountMinor: minor(amountMinor),
});

function plus(total: Part, part: Part, times: 1 | -1): Part {
  const counted = (a: Counted, b: Counted): Counted => [a[0] + times * b[0], a[1] + times * b[1]];
  return {
    unsent: counted(total.unsent, part.unsent),
    parked: counted(total.parked, part.parked),
    unread: total.unread + times * part.unread,
    promises: counted(total.promises, part.promises),
    recordCount: total.recordCount + times * part.recordCount,
    promisedMinor: total.promisedMinor + times * part.promisedMinor,
    inDoubtMinor: total.inDoubtMinor + times * part.inDoubtMinor,
  };
}

interface Oldest {
  readonly unsentMs: number | null;
  readonly promiseMs: number | null;
}

const NONE_OLD: Oldest = { unsentMs: null, promiseMs: null };

function oldestOf({ unsentMs, promiseMs }: Oldest, row: OutboxRow): Oldest {
  const older = (ms: number | null): number => Math.min(ms ?? row.createdAtMs, row.createdAtMs);
  return {
    unsentMs: row.lane === 'exception' ? unsentMs : older(unsentMs),
    promiseMs: isPromise(row) ? older(promiseMs) : promiseMs,
  };
}
