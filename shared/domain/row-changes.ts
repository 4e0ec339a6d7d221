import type { JournalRecord } from './journal.ts';
import type { OutboxRow } from './outbox.ts';
import type { Sale } from './sale.ts';

/** What the till's database has to change after a journal record (`projection.ts`). */
export interface RowChanges {
  readonly record: JournalRecord;
  readonly putSales: readonly Sale[];
  readonly putOutbox: readonly OutboxRow[];
  readonly deleteOutbox: readonly string[];
}

/** The rows that a record speaks of, as they are before it. */
export interface RowsBefore {
  readonly sales: Pick<ReadonlyMap<string, Sale>, 'get'>;
  readonly outbox: Pick<ReadonlyMap<string, OutboxRow>, 'get'>;
}

export interface RowsNeeded {
  readonly saleIds: readonly string[];
  readonly outboxKeys: readonly string[];
}
