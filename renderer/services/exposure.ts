import { minor } from '../../shared/domain/money.ts';
import type { Exposure } from '../../shared/domain/offline-policy.ts';
import type { Sale } from '../../shared/domain/sale.ts';

/** Money that was promised and that no bank has answered for (P15); of all cards and of this one. */
export function exposureOf(sales: readonly Sale[], cardToken: string): Exposure {
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
