import type { BatchRequest, JournalAnchor } from '../../shared/contracts/bank-api.ts';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import type { QueueStatus } from './queue-status.ts';
import { uploadItemOf } from './upload.ts';

/** What a drainer must know besides the queue itself. */
export interface DrainContext {
  readonly operatorId: string;
  readonly currency: string;
  /** Number of the last journal record that the bank has the hash of (P2). */
  readonly anchoredNumber: number;
  readonly onAnchored: (anchor: JournalAnchor) => void;
  readonly onStatus?: (status: QueueStatus) => void;
  /** Records in the first batch of a round; adapts from there. */
  readonly batchSize?: number;
}

/** At most so many hashes travel with one batch; the next one continues where it ended. */
const HASHES_A_BATCH = 1_000;

export async function batchOf(
  rows: readonly OutboxRow[],
  all: readonly OutboxRow[],
  sales: ReadonlyMap<string, Sale>,
  { store, random }: TillPorts,
  ledger: Ledger,
  context: DrainContext,
): Promise<Result<BatchRequest, Failure>> {
  const from = context.anchoredNumber + 1;
  const records = await store.recordsFrom(from, HASHES_A_BATCH);
  if (!records.ok) return records;
  return ok({
    batchId: random.uuid(),
    items: rows.map((row) =>
      uploadItemOf(row, present(sales.get(row.saleId), 'the sale of a row'), context.currency),
    ),
    deliveredUpTo: deliveredUpTo(all, ledger.head().counters.transaction),
    operatorId: context.operatorId,
    journal: {
      epoch: ledger.head().epoch,
      from,
      hashes: records.value.map((record) => record.hash),
    },
  });
}

/**
 * "All transactions up to N are delivered" (P2): one below the lowest number still in the outbox.
 * The exception list counts as undelivered; the bank would otherwise call it a gap.
 */
export function deliveredUpTo(outbox: readonly OutboxRow[], lastTransaction: number): number {
  let lowest = lastTransaction + 1;
  for (const row of outbox) lowest = Math.min(lowest, row.transactionNumber);
  return lowest - 1;
}
