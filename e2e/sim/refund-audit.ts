import type { Sale } from '../../shared/domain/sale.ts';
import type { QueueView } from '../../renderer/services/queue/queue-view.ts';

/**
 * I1: whatever the day's money is, the refunds of the day make it less by what they are; and none of
 * them stands among the rows as money that came in. Looked at from outside, with and without them.
 */
export function auditRefundsOfDay(
  sales: readonly Sale[],
  viewOf: (sales: readonly Sale[]) => QueueView,
): string[] {
  const refunds = sales.filter(({ refundOf }) => refundOf !== undefined);
  if (refunds.length === 0) return [];
  const view = viewOf(sales);
  const without = viewOf(sales.filter(({ refundOf }) => refundOf === undefined));
  const gone = refunds
    .filter(({ businessDay }) => businessDay === view.businessDay)
    // Cash has no payment: it went over the counter.
    .filter(
      ({ refundOf, payments }) =>
        refundOf?.cash !== undefined ||
        payments.some(({ status }) => !CAME_TO_NOTHING.has(status.state)),
    )
    .reduce((sum, { totals }) => sum + totals.dueMinor, 0);
  const said = totalOf(without) - totalOf(view);
  const numbers = new Set(refunds.map(({ number }) => number));
  const asTaken = view.rows.filter((row) => numbers.has(row.saleNumber) && row.amountMinor > 0);
  return [
    ...(said === gone ? [] : [`I1 refunds of ${gone} make the day less by ${said}`]),
    ...asTaken.map(({ saleNumber }) => `I1 refund ${saleNumber} is counted as taken`),
  ];
}

const CAME_TO_NOTHING: ReadonlySet<string> = new Set(['declined', 'reversed']);

function totalOf({ inks }: QueueView): number {
  return Object.values(inks).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
