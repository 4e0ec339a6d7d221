import type { JournalRecord } from './journal.ts';
import type { OutboxRow } from './outbox.ts';
import { changesOf, rowsNeededBy, salesIn } from './projection.ts';
import { asTold, untoldKey } from './report-told.ts';
import type { RowChanges, RowsBefore, RowsNeeded } from './row-changes.ts';
import type { Sale } from './sale.ts';

/**
 * A run of journal records that are written to the database together (PROTOCOL P10): each finds the
 * rows as the one before it leaves them, though none of it is there yet. What comes out is what they
 * would have made one by one; a database that is rebuilt record by record takes minutes.
 */

export interface RowsAtFirst {
  readonly sales: ReadonlyMap<string, Sale>;
  readonly outbox: ReadonlyMap<string, OutboxRow>;
}

/** Which rows `changesOfRun` wants to see, as they are before the first of these records. */
export function rowsNeededByRun(records: readonly JournalRecord[]): RowsNeeded {
  const saleIds = new Set<string>();
  const outboxKeys = new Set<string>();
  const broughtAlong = new Map<string, Sale>();
  for (const record of records) {
    const needed = rowsNeededBy(record);
    for (const key of needed.outboxKeys) outboxKeys.add(key);
    for (const id of needed.saleIds) {
      saleIds.add(id);
      // Whether its report is told is known by the queue alone, which may hold it since long ago.
      const sale = broughtAlong.get(id);
      const key = sale === undefined ? null : untoldKey(sale);
      if (key !== null) outboxKeys.add(key);
    }
    for (const sale of salesIn(record)) broughtAlong.set(sale.id, sale);
  }
  return { saleIds: [...saleIds], outboxKeys: [...outboxKeys] };
}

/** What each of them changes, in order. */
export function changesOfRun(
  records: readonly JournalRecord[],
  before: RowsAtFirst,
): readonly RowChanges[] {
  const rows = new RowsMeanwhile(before);
  return records.map((record) => {
    const changes = changesOf(record, rows);
    rows.take(changes);
    return changes;
  });
}

/** Rows are put over those of before; a sale reads as told once no row is left that tells of it. */
class RowsMeanwhile implements RowsBefore {
  readonly #sales: Map<string, Sale>;
  readonly #outbox: Map<string, OutboxRow>;
  readonly #queued: Set<string>;
  readonly sales = {
    get: (id: string): Sale | undefined => {
      const sale = this.#sales.get(id);
      return sale === undefined ? undefined : asTold(sale, (key) => this.#queued.has(key));
    },
  };
  readonly outbox = { get: (key: string): OutboxRow | undefined => this.#outbox.get(key) };

  constructor({ sales, outbox }: RowsAtFirst) {
    this.#sales = new Map(sales);
    this.#outbox = new Map(outbox);
    // A sale that was read and is untold has its row, whether that was asked for or not.
    const untold = [...sales.values()].flatMap((sale) => untoldKey(sale) ?? []);
    this.#queued = new Set([...outbox.keys(), ...untold]);
  }

  take({ putSales, putOutbox, deleteOutbox }: RowChanges): void {
    for (const sale of putSales) this.#sales.set(sale.id, sale);
    for (const row of putOutbox) {
      this.#outbox.set(row.key, row);
      this.#queued.add(row.key);
    }
    for (const key of deleteOutbox) {
      this.#outbox.delete(key);
      this.#queued.delete(key);
    }
  }
}
