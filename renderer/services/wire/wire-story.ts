import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { BankExchange } from '../../../shared/domain/iso8583/exchange.ts';
import {
  beginsSale,
  exchangesOfSale,
  tellsOf,
} from '../../../shared/domain/iso8583/sale-exchanges.ts';
import type { JournalRecord } from '../../../shared/domain/journal.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

const READ_AT_ONCE = 500;

export interface WireStory {
  readonly saleNumber: string;
  readonly exchanges: readonly BankExchange[];
}

type Read = Pick<TillStore, 'head' | 'recordsFrom' | 'sales'>;

/** What a sale had to do with the bank, oldest first; null when the till has no such sale. */
export async function wireStory(
  store: Read,
  saleId: string,
): Promise<Result<WireStory | null, Failure>> {
  const sales = await store.sales([saleId]);
  if (!sales.ok) return sales;
  const sale = sales.value.get(saleId);
  if (sale === undefined) return ok(null);
  const records = await recordsSince(store, sale);
  if (!records.ok) return records;
  return ok({ saleNumber: sale.number, exchanges: exchangesOfSale(sale, records.value) });
}

/** Its own, from the newest back to its first: what is asked about is mostly of today. */
async function recordsSince(store: Read, sale: Sale): Promise<Result<JournalRecord[], Failure>> {
  const head = await store.head();
  if (!head.ok) return head;
  let records: JournalRecord[] = [];
  let above = (head.value?.number ?? 0) + 1;
  while (above > 1 && !records.some((record) => beginsSale(record, sale))) {
    const from = Math.max(1, above - READ_AT_ONCE);
    const page = await store.recordsFrom(from, above - from);
    if (!page.ok) return page;
    const below = above;
    const own = page.value.filter((one) => one.number < below && tellsOf(one, sale.id));
    records = [...own, ...records];
    above = from;
  }
  return ok(records);
}
