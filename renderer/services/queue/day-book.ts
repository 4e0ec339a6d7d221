import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalRecord } from '../../../shared/domain/journal.ts';
import { saleIdsOf } from '../../../shared/domain/projection.ts';
import { asTold, tellsReport } from '../../../shared/domain/report-told.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

/** What the queue says of a sale; its goods, which are the bulk of it, are not needed for that. */
export type BookedSale = Omit<Sale, 'lines' | 'totals' | 'note'>;

type Read = Pick<TillStore, 'head' | 'recordsFrom' | 'sales' | 'recentSales'>;

const READ_AT_ONCE = 500;

/**
 * Every sale of the business day and every older one that something still waits for, kept in
 * memory without goods. The database is read once, in pieces between which the window lives; from
 * then on the journal tells which sales have changed, and only those are read again. So figures
 * are exact at any number of sales, and a look costs what has happened since the last one.
 */
export class DayBook {
  readonly #store: Read;
  readonly #sales = new Map<string, BookedSale>();
  /** Null before the first look, and when it failed half-way. */
  #businessDay: string | null = null;
  /** The last record whose sales are in the book. */
  #seenNumber = 0;

  constructor(store: Read) {
    this.#store = store;
  }

  /** The book as it is now; `waiting` names sales of any day that must be in it. */
  async look(
    businessDay: string,
    waiting: ReadonlySet<string>,
  ): Promise<Result<BookedSale[], Failure>> {
    const done =
      businessDay === this.#businessDay ? await this.#goOn() : await this.#begin(businessDay);
    if (!done.ok) return done;
    const added = await this.#read([...waiting].filter((id) => !this.#sales.has(id)));
    if (!added.ok) return added;
    for (const [id, sale] of this.#sales) {
      if (sale.businessDay !== businessDay && !waiting.has(id)) this.#sales.delete(id);
    }
    return ok([...this.#sales.values()]);
  }

  async #begin(businessDay: string): Promise<Result<null, Failure>> {
    this.#businessDay = null;
    this.#sales.clear();
    const head = await this.#store.head();
    if (!head.ok) return head;
    // What is sold while this reads moves the pages on: then a sale is met twice, never missed.
    for (let skipped = 0; ; skipped += READ_AT_ONCE) {
      const page = await this.#store.recentSales(READ_AT_ONCE, skipped);
      if (!page.ok) return page;
      const ofDay = page.value.filter((sale) => sale.businessDay === businessDay);
      for (const sale of ofDay) this.#book(sale);
      // A clock that was set back mixes two days; a page without this day lies before it.
      if (ofDay.length === 0) break;
    }
    this.#seenNumber = head.value?.number ?? 0;
    this.#businessDay = businessDay;
    return this.#goOn();
  }

  async #goOn(): Promise<Result<null, Failure>> {
    for (;;) {
      const records = await this.#store.recordsFrom(this.#seenNumber + 1, READ_AT_ONCE);
      if (!records.ok) return records;
      const last = records.value.at(-1);
      if (last === undefined) return ok(null);
      const read = await this.#read(records.value.flatMap(saleIdsOf));
      if (!read.ok) return read;
      this.#noteTold(records.value);
      this.#seenNumber = last.number;
    }
  }

  async #read(ids: readonly string[]): Promise<Result<null, Failure>> {
    const once = [...new Set(ids)];
    for (let from = 0; from < once.length; from += READ_AT_ONCE) {
      const sales = await this.#store.sales(once.slice(from, from + READ_AT_ONCE));
      if (!sales.ok) return sales;
      for (const sale of sales.value.values()) this.#book(sale);
    }
    return ok(null);
  }

  /** The records say it themselves; a drain of thousands need not read its sales again. */
  #noteTold(records: readonly JournalRecord[]): void {
    for (const { body } of records) {
      if (body.kind !== 'delivery') continue;
      for (const result of body.results.filter(tellsReport)) {
        const sale = this.#sales.get(result.saleId);
        if (sale?.report?.id !== result.transactionId) continue;
        this.#sales.set(
          sale.id,
          asTold(sale, () => false),
        );
      }
    }
  }

  #book({ lines: _goods, totals: _totals, note: _note, ...sale }: Sale): void {
    this.#sales.set(sale.id, sale);
  }
}
