import type { SaleReport } from '../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../shared/contracts/cash-return.ts';
import type { StoredCashReturn, StoredPayment, StoredReport } from '../domain/records.ts';
import type { BankTables } from './schema.ts';

/** Between the rules' values and the tables' rows. */

type Line = SaleReport['lines'][number];
type Tender = SaleReport['tenders'][number];

export function reportRow(
  merchant_id: string,
  report: SaleReport,
  { contentHash, referenceNumber }: StoredReport,
  nowMs: number,
): BankTables['sale_reports'] {
  return {
    merchant_id,
    id: report.id,
    sale_id: report.saleId,
    sale_number: report.saleNumber,
    terminal_id: report.terminalId,
    transaction_number: BigInt(report.transactionNumber),
    batch_number: BigInt(report.batchNumber),
    trace_number: BigInt(report.traceNumber),
    operator_id: report.operatorId,
    created_at_ms: BigInt(report.createdAtMs),
    business_day: report.businessDay,
    currency: report.currency,
    gross_minor: BigInt(report.totals.grossMinor),
    discount_minor: BigInt(report.totals.discountMinor),
    tax_minor: BigInt(report.totals.taxMinor),
    due_minor: BigInt(report.totals.dueMinor),
    note: report.note,
    content_hash: contentHash,
    reference_number: referenceNumber,
    received_at_ms: BigInt(nowMs),
  };
}

/** `cashMinor`: zero where nobody asked what of it was paid in cash. */
export function reportFromRow(row: BankTables['sale_reports'], cashMinor: bigint): StoredReport {
  return {
    id: row.id,
    contentHash: row.content_hash,
    referenceNumber: row.reference_number,
    terminalId: row.terminal_id,
    cashMinor,
  };
}

export function cashReturnRow(
  merchant_id: string,
  back: CashReturn,
  { contentHash, referenceNumber }: StoredCashReturn,
  nowMs: number,
): BankTables['cash_returns'] {
  return {
    merchant_id,
    id: back.id,
    act: back.act,
    sale_id: back.saleId,
    original_id: back.originalId,
    terminal_id: back.terminalId,
    transaction_number: BigInt(back.transactionNumber),
    batch_number: BigInt(back.batchNumber),
    trace_number: BigInt(back.traceNumber),
    supervisor_id: back.supervisorId,
    created_at_ms: BigInt(back.createdAtMs),
    amount_minor: BigInt(back.amountMinor),
    rounding_minor: BigInt(back.roundingMinor),
    content_hash: contentHash,
    reference_number: referenceNumber,
    received_at_ms: BigInt(nowMs),
  };
}

export function cashReturnFromRow(row: BankTables['cash_returns']): StoredCashReturn {
  return {
    id: row.id,
    contentHash: row.content_hash,
    referenceNumber: row.reference_number,
    originalId: row.original_id,
    amountMinor: row.amount_minor,
  };
}

export function paperRow(
  merchant_id: string,
  { id, paper }: SaleReport,
): BankTables['paper_sales'] | null {
  if (paper === undefined) return null;
  const { paperNumber, soldAtMs, supervisorId } = paper;
  return {
    merchant_id,
    report_id: id,
    paper_number: paperNumber,
    sold_at_ms: BigInt(soldAtMs),
    supervisor_id: supervisorId,
  };
}

export function tenderRow(merchant_id: string, report_id: string, tender: Tender, i: number) {
  return {
    merchant_id,
    report_id,
    tender_number: i + 1,
    id: tender.id,
    kind: tender.kind,
    amount_minor: BigInt(tender.amountMinor),
    rounding_minor: tender.kind === 'cash' ? BigInt(tender.roundingMinor) : 0n,
    received_minor: tender.kind === 'cash' ? BigInt(tender.receivedMinor) : 0n,
    change_minor: tender.kind === 'cash' ? BigInt(tender.changeMinor) : 0n,
    payment_id: tender.kind === 'card' ? tender.paymentId : null,
  };
}

export function lineRow(merchant_id: string, report_id: string, line: Line, i: number) {
  return {
    merchant_id,
    report_id,
    line_number: i + 1,
    line_id: line.lineId,
    product_id: line.productId,
    barcode: line.barcode,
    name_zh: line.nameZh,
    name_en: line.nameEn,
    unit: line.unit,
    quantity_milli: BigInt(line.quantityMilli),
    unit_price_minor: BigInt(line.unitPriceMinor),
    tax_basis_points: line.taxBasisPoints,
    discount_minor: BigInt(line.discountMinor),
    sale_discount_minor: BigInt(line.saleDiscountMinor),
    amount_minor: BigInt(line.amountMinor),
    tax_minor: BigInt(line.taxMinor),
    note: line.note,
  };
}

export function bigOrNull(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

function numberOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

export function paymentFromRow(row: BankTables['transactions']): StoredPayment {
  return {
    id: row.id,
    kind: row.kind,
    terminalId: row.terminal_id,
    coreHash: row.core_hash,
    saleId: row.sale_id,
    amountMinor: row.amount_minor,
    transactionNumber: numberOrNull(row.transaction_number),
    batchNumber: numberOrNull(row.batch_number),
    traceNumber: numberOrNull(row.trace_number),
    cardHash: row.card_hash,
    maskedNumber: row.masked_number,
    channel: row.channel,
    state: row.state,
    code: row.code,
    authorisationCode: row.authorisation_code,
    referenceNumber: row.reference_number,
    supersedes: row.supersedes,
    originalId: row.original_id,
    undoneBy: row.undone_by,
    operatorId: row.operator_id,
    createdAtMs: Number(row.created_at_ms),
    chipCounter: row.chip_counter,
    issuerAuthentication: row.issuer_authentication,
    askedMinor: row.asked_minor,
  };
}

export function rowFromPayment(
  merchant_id: string,
  payment: StoredPayment,
): BankTables['transactions'] {
  return {
    merchant_id,
    id: payment.id,
    kind: payment.kind,
    terminal_id: payment.terminalId,
    core_hash: payment.coreHash,
    sale_id: payment.saleId,
    amount_minor: payment.amountMinor,
    transaction_number: bigOrNull(payment.transactionNumber),
    batch_number: bigOrNull(payment.batchNumber),
    trace_number: bigOrNull(payment.traceNumber),
    card_hash: payment.cardHash,
    masked_number: payment.maskedNumber,
    channel: payment.channel,
    state: payment.state,
    code: payment.code,
    authorisation_code: payment.authorisationCode,
    reference_number: payment.referenceNumber,
    supersedes: payment.supersedes,
    original_id: payment.originalId,
    undone_by: payment.undoneBy,
    operator_id: payment.operatorId,
    created_at_ms: BigInt(payment.createdAtMs),
    chip_counter: payment.chipCounter,
    issuer_authentication: payment.issuerAuthentication,
    asked_minor: payment.askedMinor,
  };
}
