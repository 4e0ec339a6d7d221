import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { diskSpace } from '../../../shared/domain/disk-space.ts';
import {
  EMPTY_HEAD,
  headOf,
  LAST_TRACE,
  type Counters,
  type Head,
  type JournalBody,
  type JournalRecord,
} from '../../../shared/domain/journal.ts';
import { changesOfRun, rowsNeededByRun } from '../../../shared/domain/projection-run.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { NewSales } from './new-sales.ts';

/**
 * The one place where the till writes down what happened (PROTOCOL P9).
 *
 *   commit(body) ──▶ journal file: number, chain, MAC, fsync ──▶ IndexedDB, strict ──▶ effect
 *
 * Nothing has an effect before `commit` has answered ok: no request leaves, nothing is shown,
 * printed or opened. Commits go one after the other; numbers are given out here and nowhere else,
 * so that none is used twice (I8). When the file holds a record and the database does not, the
 * record counts: the next commit first completes the database, and until then says that it failed.
 *
 * What a failure of a step on a sale means for the money depends on how far it came, and the code
 * says so: `sale-unread` nothing written, but what was before is not known either (of a new sale it
 * is: nothing, and only the cause is said); the journal's own codes, see `JournalKeeper`;
 * `store-behind` in the journal, so it will be in the database.
 */
export interface Ledger {
  /**
   * `saleId` names the sale that the record is about: it is read in the record's own turn, so that
   * two steps on one sale (a tender and a delivery) can never overwrite each other.
   */
  readonly commit: (write: Write, saleId?: string) => Promise<Result<JournalRecord, Failure>>;
  /** Looks and then writes, by the `commit` that it is given: between the two nobody else writes. */
  readonly alone: <Done>(work: (commit: Ledger['commit']) => Promise<Done>) => Promise<Done>;
  /** Completes the database from the journal file; the number of records that were missing. */
  readonly catchUp: () => Promise<Result<number, Failure>>;
  readonly head: () => Head;
  /** Whether the last step left the database without what the journal holds, or may hold. */
  readonly isBehind: () => boolean;
  readonly newSales: Pick<NewSales, 'begin' | 'has' | 'lookAhead'>;
}

/**
 * Makes the body of a record, taking the numbers it needs, from the sale as it is now (null = there
 * is none yet). Must not touch anything else.
 */
export type Write = (numbers: Numbers, sale: Sale | null) => JournalBody;

/** Numbers that belong to this record alone; what is not taken is not used up (P2, P3). */
export interface Numbers {
  readonly nowMs: number;
  readonly takeTransaction: () => {
    readonly transactionNumber: number;
    readonly batchNumber: number;
    readonly traceNumber: number;
  };
  readonly takeSale: () => number;
  /** A batch opened by the bank; trace numbers start again. */
  readonly openBatch: (batchNumber: number) => void;
  /** Passes over numbers that another device used under this terminal's name (P2, I8). */
  readonly goOnAfter: (transactionNumber: number) => void;
}

const READ_AT_ONCE = 500;

export function createLedger({ host, store, clock }: TillPorts, start: Head = EMPTY_HEAD): Ledger {
  let head = start;
  let behind = false;
  let endedBehind = false;
  let queue: Promise<unknown> = Promise.resolve();
  const newSales = new NewSales(store);

  /** One after the other; a failure of one is no reason to hold up the next. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = queue.then(work, work).finally(() => {
      endedBehind = behind;
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function write(make: Write, saleId?: string): Promise<Result<JournalRecord, Failure>> {
    const before = (behind ? null : await newSales.looked(saleId)) ?? (await saleNow(saleId));
    if (!before.ok) {
      if (newSales.has(saleId)) return err(await causeOf(host, before.error));
      return ofSale(saleId, 'sale-unread', before.error);
    }
    const atMs = clock.nowMs();
    const { numbers, counters } = numbersAfter(head.counters, atMs);
    const body = make(numbers, before.value);
    // Until both copies hold it, also when a bug breaks in: it may be written all the same, and then
    // numbers are taken from the file before the next.
    behind = true;
    const draft = { atMs, counters: counters(), body };
    const written = await newSales.handOver(saleId, () => host.appendJournal([draft]));
    if (!written.ok) return written;
    const record = { ...draft, ...present(written.value[0], 'the seal of the record') };
    // The host writes records of its own between ours (who signed in, what it refused).
    const inBetween = record.number !== head.number + 1;
    head = headOf(record);
    const applied = inBetween ? await completeDatabase() : await apply([record]);
    if (applied.ok) {
      behind = false;
      return ok(record);
    }
    // A rejected transaction may have been written: what the database holds decides, asked once. One
    // that did not answer at all is not asked again while somebody waits at the counter (F08).
    const isSilent = applied.error.code === 'store-timeout';
    const asked = isSilent ? applied : await completeDatabase();
    return asked.ok ? ok(record) : ofSale(saleId, 'store-behind', applied.error);
  }

  async function saleNow(saleId?: string): Promise<Result<Sale | null, Failure>> {
    if (behind) {
      const caughtUp = await completeDatabase();
      if (!caughtUp.ok) return caughtUp;
    }
    if (saleId === undefined) return ok(null);
    const sales = await store.sales([saleId]);
    return sales.ok ? ok(sales.value.get(saleId) ?? null) : sales;
  }

  async function apply(records: readonly JournalRecord[]): Promise<Result<null, Failure>> {
    const needed = rowsNeededByRun(records);
    const sales = needed.saleIds.length > 0 ? await store.sales(needed.saleIds) : ok(new Map());
    if (!sales.ok) return sales;
    const rows =
      needed.outboxKeys.length > 0 ? await store.outboxRows(needed.outboxKeys) : ok(new Map());
    if (!rows.ok) return rows;
    return store.apply(...changesOfRun(records, { sales: sales.value, outbox: rows.value }));
  }

  async function completeDatabase(): Promise<Result<number, Failure>> {
    // Until it has run to its end, numbers of a record that is there already might be given out.
    behind = true;
    const reached = await store.head();
    if (!reached.ok) return reached;
    if (reached.value !== null) reaches(reached.value);
    let next = (reached.value?.number ?? 0) + 1;
    let completed = 0;
    for (;;) {
      const read = await host.readJournal({ from: next, limit: READ_AT_ONCE });
      if (!read.ok) return read;
      const last = read.value.at(-1);
      if (last === undefined) break;
      const applied = await apply(read.value);
      if (!applied.ok) return applied;
      reaches(headOf(last));
      // A new epoch may have left numbers out; the host has checked the chain.
      next = last.number + 1;
      completed += read.value.length;
    }
    behind = false;
    return ok(completed);
  }

  function reaches(known: Head): void {
    if (known.number > head.number) head = known;
  }

  return {
    commit: (make, saleId) => inTurn(() => write(make, saleId)),
    alone: (work) => inTurn(() => work(write)),
    catchUp: () => inTurn(completeDatabase),
    head: () => head,
    isBehind: () => endedBehind,
    newSales,
  };
}

/** No money hangs on a record that is about no sale: there the cause is all there is to say. */
function ofSale(
  saleId: string | undefined,
  code: 'sale-unread' | 'store-behind',
  cause: Failure,
): Result<never, Failure> {
  if (saleId === undefined) return err(cause);
  return err(failure(code, `${cause.code} ${cause.detail}`.trim()));
}

function numbersAfter(
  before: Counters,
  nowMs: number,
): { numbers: Numbers; counters: () => Counters } {
  let counters = before;
  const numbers: Numbers = {
    nowMs,
    takeTransaction: () => {
      // Six digits: the next batch begins before they run out, and the bank takes it over (P3, P21).
      if (counters.trace >= LAST_TRACE) numbers.openBatch(counters.batch + 1);
      const { transaction, trace } = counters;
      counters = { ...counters, transaction: transaction + 1, trace: trace + 1 };
      const { batch: batchNumber, trace: traceNumber } = counters;
      return { transactionNumber: counters.transaction, batchNumber, traceNumber };
    },
    takeSale: () => {
      counters = { ...counters, sale: counters.sale + 1 };
      return counters.sale;
    },
    openBatch: (batchNumber) => {
      const later = batchNumber > counters.batch;
      if (later) counters = { ...counters, batch: batchNumber, trace: 0 };
    },
    goOnAfter: (transactionNumber) => {
      // Each of them may have been a sale; a sale's number is not used twice either.
      const above = (used: number): number => Math.max(used, transactionNumber);
      const { transaction, sale } = counters;
      counters = { ...counters, transaction: above(transaction), sale: above(sale) };
    },
  };
  return { numbers, counters: () => counters };
}

/** Without room a database fails in many ways, or is silent; the host knows what is the matter (F08). */
async function causeOf(host: Pick<TillPorts['host'], 'about'>, failed: Failure): Promise<Failure> {
  const about = await host.about();
  const isFull = about.ok && diskSpace(about.value.freeBytes) === 'none';
  return isFull ? failure('disk-nearly-full', `${failed.code} ${failed.detail}`.trim()) : failed;
}
