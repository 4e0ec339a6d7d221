import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Exposure } from '../../../shared/domain/offline-policy.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

/**
 * Money that was promised and that no bank has answered for (P15); of all cards and of this one.
 * Found through the records that wait for the bank: a promise has one until it is answered, so
 * that none is too old to be counted, and no other sale is read.
 */
export async function exposureNow(
  store: Pick<TillStore, 'outbox' | 'sales'>,
  cardToken: string,
): Promise<Result<Exposure, Failure>> {
  const promised = await store.outbox('stored-payment');
  if (!promised.ok) return promised;
  const sales = await store.sales([...new Set(promised.value.map(({ saleId }) => saleId))]);
  return sales.ok ? ok(exposureOf([...sales.value.values()], cardToken)) : sales;
}

function exposureOf(sales: readonly Sale[], cardToken: string): Exposure {
  let [count, totalMinor, ofThisCardMinor] = [0, 0, 0];
  let oldestAtMs: number | null = null;
  for (const { payments } of sales) {
    for (const { status, core, card } of payments) {
      if (status.state !== 'stored' && status.state !== 'offline-approved') continue;
      count += 1;
      totalMinor += core.amountMinor;
      if (card.cardToken === cardToken) ofThisCardMinor += core.amountMinor;
      oldestAtMs = Math.min(oldestAtMs ?? status.atMs, status.atMs);
    }
  }
  return {
    count,
    totalMinor: minor(totalMinor),
    ofThisCardMinor: minor(ofThisCardMinor),
    oldestAtMs,
  };
}
