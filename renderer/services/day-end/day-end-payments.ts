import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  paymentsFor,
  type SettledBefore,
  type SettledPayment,
} from '../../../shared/domain/settlement.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';

const PAGE = 500;

/**
 * From the newest sale back to where everything is settled, what was carried by its name, and every
 * sale with a late decline: what makes up for one is in today's batch, however old the sale is.
 */
export async function paymentsToSettle(
  store: TillPorts['store'],
  batchNumber: number,
  before: SettledBefore,
): Promise<Result<SettledPayment[], Failure>> {
  const carried = await store.sales([...new Set(before.carried.map(({ saleId }) => saleId))]);
  if (!carried.ok) return carried;
  const late = await store.lateDeclines();
  if (!late.ok) return late;
  const sales = new Map<string, Sale>(carried.value);
  for (const sale of late.value) sales.set(sale.id, sale);
  for (let skipped = 0; ; skipped += PAGE) {
    const page = await store.recentSales(PAGE, skipped);
    if (!page.ok) return page;
    for (const sale of page.value) sales.set(sale.id, sale);
    const isSettled = page.value.every((sale) => highestBatch(sale) <= before.batch);
    if (page.value.length < PAGE || isSettled) break;
  }
  const oldestFirst = [...sales.values()].sort((a, b) => a.createdAtMs - b.createdAtMs);
  return ok(paymentsFor(oldestFirst, batchNumber, before));
}

function highestBatch({ payments, report }: Sale): number {
  return Math.max(report?.batchNumber ?? 0, ...payments.map(({ core }) => core.batchNumber));
}
