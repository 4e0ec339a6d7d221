import type { DeliveryResult } from './journal.ts';
import { outboxKey } from './outbox.ts';
import type { Sale } from './sale.ts';

/**
 * Whether the bank has the report of a sale. Ten thousand sales that are told are not written again
 * for it: report and queue row come in one record, only the bank's answer takes the row out (P13),
 * and a sale reads as told once it is gone. What a supervisor wrote off says so itself.
 */

/** The row that still has to tell of it; null where looking for it would change nothing. */
export function untoldKey({ report }: Pick<Sale, 'report'>): string | null {
  if (report === null || report.delivered || report.writtenOff === true) return null;
  return outboxKey('sale-report', report.id);
}

/** The sale as it reads while these rows are in the queue. */
export function asTold<Read extends Pick<Sale, 'report'>>(
  sale: Read,
  isQueued: (key: string) => boolean,
): Read {
  const key = untoldKey(sale);
  if (sale.report === null || key === null || isQueued(key)) return sale;
  return { ...sale, report: { ...sale.report, delivered: true } };
}

export function isFinished({ outcome }: DeliveryResult): boolean {
  return outcome === 'done' || outcome === 'done-watch';
}

/** Most of what is ever delivered: nothing else of its sale changes by it. */
export function tellsReport(result: DeliveryResult): boolean {
  return isFinished(result) && result.outboxKey === outboxKey('sale-report', result.transactionId);
}

/** The sale without what only the queue knows of it. */
export function withoutTelling(sale: Sale): Sale {
  if (sale.report === null) return sale;
  const { writtenOff: _writtenOff, ...report } = sale.report;
  return { ...sale, report: { ...report, delivered: false } };
}
