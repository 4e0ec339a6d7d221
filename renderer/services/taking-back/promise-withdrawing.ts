import { outboxKey } from '../../../shared/domain/outbox.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { promisesOf } from '../../../shared/domain/voiding.ts';
import type { Random } from '../../ports.ts';
import type { Numbers } from '../books/ledger-of-the-till.ts';
import type { SaleChange } from '../books/sale-commit.ts';
import { paymentAfter, voidNumberRow } from '../books/sale-writing.ts';

/**
 * A sale that stands on promises of which nothing has left this till, as if the bank were never to hear of
 * it: its records leave the queue, and their numbers are declared unused, so that the series has no hole
 * (P2, P11). Cash beside a promise goes back over the counter. Null: something of it may have left.
 *
 * @param unsent keys of the records that nothing has claimed yet.
 */
export function withdrawnSale(
  sale: Sale,
  unsent: ReadonlySet<string>,
  supervisorId: string,
  { nowMs: atMs }: Numbers,
  random: Random,
): SaleChange | null {
  const promises = promisesOf(sale);
  const { report, signatures, ...rest } = sale;
  if (report === null) return null;
  const records = [
    ...promises.map(({ id, core }) => ({
      key: outboxKey('stored-payment', id),
      number: core.transactionNumber,
    })),
    { key: outboxKey('sale-report', report.id), number: report.transactionNumber },
  ];
  if (!records.every(({ key }) => unsent.has(key))) return null;
  const withdrawn = new Set(promises.map(({ id }) => id));
  // What was signed for them stands no more, and would wait for a bank that never hears of them.
  const kept = signatures?.filter(({ paymentId }) => !withdrawn.has(paymentId)) ?? [];
  const after: Sale = {
    ...rest,
    ...(kept.length === 0 ? {} : { signatures: kept }),
    report: null,
    payments: sale.payments.map((one) =>
      withdrawn.has(one.id) ? paymentAfter(one, { type: 'withdrawn', atMs, supervisorId }) : one,
    ),
    state: 'voided',
    receipt: { printedCount: 0 },
  };
  const hasCash = sale.tenders.some(({ kind }) => kind === 'cash');
  return {
    sale: after,
    outbox: records.map(({ number }) => voidNumberRow(random.uuid(), number, after, atMs)),
    withdrawn: records.map(({ key }) => key),
    ...(hasCash ? { opensDrawer: true } : {}),
  };
}
