import type { SaleReport, UploadItem } from '../../../shared/contracts/bank-api.ts';
import { cashPaid } from '../../../shared/domain/cash-returned.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Payment } from '../../../shared/domain/payment.ts';
import type { RefundOf } from '../../../shared/domain/refund-of.ts';
import type { Sale, SaleReportIdentity, Tender } from '../../../shared/domain/sale.ts';
import { assert, assertNever, present } from '../../../shared/lib/assert.ts';

/**
 * What goes to the bank is built from the sale when it is sent; the outbox row only says that. Null
 * where the sale that it must be built from is gone, or does not hold it: a person must look.
 */
export function uploadItemOf(
  row: OutboxRow,
  sale: Sale | undefined,
  currency: string,
): UploadItem | null {
  const { kind, transactionId, transactionNumber } = row;
  assert(kind !== 'reversal', 'a reversal does not travel in a batch');
  switch (kind) {
    case 'stored-payment':
      return storedPaymentItem(row, sale);
    case 'sale-report':
      return sale === undefined ? null : saleReportItem(sale, currency);
    case 'cash-return':
      return sale === undefined ? null : cashReturnItem(sale, currency);
    case 'void-number':
      return { kind, id: transactionId, transactionNumber, reason: 'not used' };
    default:
      return assertNever(kind, 'kind of outbox row');
  }
}

function storedPaymentItem(row: OutboxRow, sale: Sale | undefined): UploadItem | null {
  const payment = sale === undefined ? undefined : paymentOf(sale, row.transactionId);
  if (payment === undefined) return null;
  const { status } = payment;
  const chip = status.state === 'offline-approved' ? status : null;
  return {
    kind: 'stored-payment',
    core: payment.core,
    promise: {
      takenAtMs: payment.createdAtMs,
      kind: chip === null ? 'stored' : 'chip-approved',
      code: chip?.code ?? '',
      certificate: chip?.certificate ?? '',
    },
  };
}

export function paymentOf(sale: Sale, paymentId: string): Payment | undefined {
  return sale.payments.find((payment) => payment.id === paymentId);
}

function saleReportItem(sale: Sale, currency: string): UploadItem | null {
  const { report, refundOf } = sale;
  if (report === null) return null;
  if (refundOf !== undefined) return refundItem(sale, report, refundOf, currency);
  return { kind: 'sale-report', report: saleReportOf(sale, report, currency) };
}

/** Of a void: all that the sale had brought in cash. */
function cashReturnItem(sale: Sale, currency: string): UploadItem | null {
  const { cashReturned, report, terminalId, merchantId } = sale;
  if (cashReturned === undefined || report === null) return null;
  const { atMs: createdAtMs, ...facts } = cashReturned;
  const original = { originalId: report.id, originalNumber: report.transactionNumber };
  const about = { saleId: sale.id, ...original, terminalId, merchantId, currency };
  return { kind: 'cash-return', back: { act: 'void', ...about, ...facts, createdAtMs } };
}

/** A refund in cash is told as what it is: no goods, and the sale whose cash it gives back. */
function refundItem(
  sale: Sale,
  { id, transactionNumber, batchNumber, traceNumber }: SaleReportIdentity,
  { paymentId: originalId, cash, supervisorId = '' }: RefundOf,
  currency: string,
): UploadItem {
  const { id: saleId, terminalId, merchantId, createdAtMs } = sale;
  const { reportNumber: originalNumber } = present(cash, 'the sale in cash');
  const numbers = { transactionNumber, batchNumber, traceNumber };
  const about = { saleId, originalId, originalNumber, terminalId, merchantId, currency };
  const facts = { ...cashPaid(sale), supervisorId, createdAtMs };
  return { kind: 'cash-return', back: { act: 'refund', id, ...about, ...numbers, ...facts } };
}

function saleReportOf(sale: Sale, report: SaleReportIdentity, currency: string): SaleReport {
  const { id, transactionNumber, batchNumber, traceNumber } = report;
  return {
    id,
    saleId: sale.id,
    saleNumber: sale.number,
    transactionNumber,
    batchNumber,
    traceNumber,
    terminalId: sale.terminalId,
    merchantId: sale.merchantId,
    operatorId: sale.operatorId,
    createdAtMs: sale.createdAtMs,
    businessDay: sale.businessDay,
    currency,
    lines: sale.lines.map((line) => ({ ...line })),
    totals: { ...sale.totals },
    tenders: sale.tenders.map((tender) => reportedTender(sale, tender, transactionNumber)),
    note: sale.note,
    ...(sale.paper === undefined ? {} : { paper: { ...sale.paper } }),
  };
}

/**
 * A report says for ever what counted when the sale was completed: a later try of a refused promise
 * has a higher number, and must not change a report that may have arrived already (P1).
 */
function reportedTender(
  sale: Sale,
  tender: Tender,
  reportNumber: number,
): SaleReport['tenders'][number] {
  if (tender.kind === 'cash') return { ...tender };
  const counted = tender.paymentIds.filter((id) => {
    const payment = present(paymentOf(sale, id), 'the payment of a tender');
    return payment.core.transactionNumber < reportNumber;
  });
  const paymentId = present(counted.at(-1), 'the payment that counts');
  return { kind: 'card', id: tender.id, amountMinor: tender.amountMinor, paymentId };
}
