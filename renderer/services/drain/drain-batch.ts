import type { BatchRequest, UploadItem } from '../../../shared/contracts/bank-api.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { utf8Length } from '../../../shared/lib/bytes.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { AnchorKeeper } from './anchor-keeper.ts';
import type { BatchSizing } from './batch-sizing.ts';
import { noHashes, unanchoredHashes } from './unanchored.ts';
import type { DrainBooks } from './drain-books.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import type { QueueStatus } from '../queue/queue-status.ts';
import { uploadItemOf } from './upload.ts';

/** What a drainer must know besides the queue itself. */
export interface DrainContext {
  readonly operatorId: string;
  readonly currency: string;
  readonly mostRecordsPerBatch: number;
  readonly onStatus?: (status: QueueStatus) => void;
  /** Its sale is being paid, or what was paid is still to be undone: it is not told yet (P9). */
  readonly withholds?: (saleId: string) => boolean;
  /** Signs on at the bank; false when that did not work either (A09). */
  readonly signOn?: () => Promise<boolean>;
}

export interface Batch {
  readonly rows: readonly OutboxRow[];
  readonly request: BatchRequest;
  /** Their sale is gone: nothing can be sent for them, and they must not hold up the others. */
  readonly orphans: readonly OutboxRow[];
}

export interface Travelling {
  readonly deliveredUpTo: number;
  /** The last record that both copies hold: of no later one the bank is told (P9). */
  readonly atRecord: number;
  /** Not while those of another batch are on their way: they would go twice. */
  readonly withHashes: boolean;
}

export interface BatchParts {
  readonly ports: Pick<TillPorts, 'host' | 'random'>;
  readonly books: DrainBooks;
  readonly ledger: Pick<Ledger, 'head'>;
  readonly anchor: AnchorKeeper;
  readonly sizing: BatchSizing;
  readonly context: DrainContext;
}

/** As many of `candidates` as fit, oldest first, and what travels with them. */
export async function batchOf(
  candidates: readonly OutboxRow[],
  { deliveredUpTo, atRecord, withHashes }: Travelling,
  { ports, ledger, books, anchor, sizing, context }: BatchParts,
): Promise<Result<Batch, Failure>> {
  // One more than may go: it says whether the cut goes through a sale.
  const considered = candidates.slice(0, sizing.size + 1);
  const sales = await books.sales([...new Set(considered.map((row) => row.saleId))]);
  if (!sales.ok) return sales;
  const { items, orphans } = itemsOf(considered, sales.value, context.currency);
  const fitting = wholeSales(
    items,
    sizing.fitting(items, ({ item }) => utf8Length(JSON.stringify(item))),
  );
  const known = { epoch: ledger.head().epoch, number: atRecord };
  const journal = withHashes
    ? await unanchoredHashes(ports.host, anchor, known)
    : ok(noHashes(known));
  if (!journal.ok) return journal;
  return ok({
    orphans,
    rows: fitting.map(({ row }) => row),
    request: {
      batchId: ports.random.uuid(),
      items: fitting.map(({ item }) => item),
      deliveredUpTo,
      operatorId: context.operatorId,
      journal: journal.value,
    },
  });
}

interface Item {
  readonly row: OutboxRow;
  readonly item: UploadItem;
}

/**
 * Cuts between two sales where that leaves anything: the rest of one would have to wait until this
 * batch is answered (A12).
 */
function wholeSales(items: readonly Item[], fitting: readonly Item[]): readonly Item[] {
  const cut = items[fitting.length]?.row.saleId;
  const first = fitting.findIndex(({ row }) => row.saleId === cut);
  return first > 0 ? fitting.slice(0, first) : fitting;
}

function itemsOf(rows: readonly OutboxRow[], sales: ReadonlyMap<string, Sale>, currency: string) {
  const items: Item[] = [];
  const orphans: OutboxRow[] = [];
  for (const row of rows) {
    const item = uploadItemOf(row, sales.get(row.saleId), currency);
    if (item === null) orphans.push(row);
    else items.push({ row, item });
  }
  return { items, orphans };
}
