import { institutionsIn } from './institutions.ts';
import type { DeliveryResult, JournalRecord } from './journal.ts';
import { outboxKey, type OutboxRow } from './outbox.ts';
import { tryPaymentEvent, type Payment, type PaymentEvent } from './payment.ts';
import { closeFamily } from './recovery.ts';
import { isFinished, tellsReport } from './report-told.ts';
import type { RowChanges, RowsBefore } from './row-changes.ts';
import type { Sale } from './sale.ts';

/** What the bank has said of a batch: what it is done with goes, what it refuses waits for a person (P13). */
export function deliveryChanges(
  record: JournalRecord,
  results: readonly DeliveryResult[],
  before: RowsBefore,
): RowChanges {
  const sales = new Map<string, Sale>();
  const putOutbox: OutboxRow[] = [];
  const deleteOutbox: string[] = [];
  for (const result of results) {
    if (tellsReport(result)) {
      deleteOutbox.push(result.outboxKey);
      continue;
    }
    const sale = sales.get(result.saleId) ?? before.sales.get(result.saleId);
    const row = before.outbox.get(result.outboxKey);
    const finished = isFinished(result);
    if (sale !== undefined) {
      const after = saleAfter(sale, result, record.atMs);
      const closed =
        finished && row?.kind === 'stored-payment'
          ? closeFamily(after, row.transactionId, {
              type: 'recovered',
              atMs: record.atMs,
              byPaymentId: row.transactionId,
            })
          : { sale: after, leaving: [] };
      sales.set(sale.id, closed.sale);
      deleteOutbox.push(...closed.leaving);
    }
    if (finished) deleteOutbox.push(result.outboxKey);
    else if (row !== undefined) {
      putOutbox.push({ ...row, lane: 'exception', reason: result.code });
    }
  }
  return { record, putSales: [...sales.values()], putOutbox, deleteOutbox };
}

function saleAfter(sale: Sale, result: DeliveryResult, atMs: number): Sale {
  if (sale.report !== null && result.outboxKey === outboxKey('sale-report', sale.report.id)) {
    return sale;
  }
  const event = eventOf(result, atMs);
  if (event === null) return sale;
  return {
    ...sale,
    payments: sale.payments.map((payment) =>
      payment.id === result.transactionId ? heard(payment, event) : payment,
    ),
  };
}

/** Late news for a payment that no longer listens changes nothing (P6). */
function heard(payment: Payment, event: PaymentEvent): Payment {
  const status = tryPaymentEvent(payment.status, event);
  return status === null ? payment : { ...payment, status };
}

function eventOf(result: DeliveryResult, atMs: number): PaymentEvent | null {
  const { outcome, code, authorisationCode, referenceNumber } = result;
  if (outcome === 'our-fault') return null;
  if (result.outboxKey === outboxKey('reversal', result.transactionId)) {
    return outcome === 'refused' ? null : { type: 'reversal-closed', atMs };
  }
  if (outcome === 'refused') return { type: 'upload-refused', atMs, code };
  const watch = outcome === 'done-watch';
  const yes = { authorisationCode, referenceNumber, ...institutionsIn(result) };
  return { type: 'upload-posted', atMs, watch, ...yes };
}
