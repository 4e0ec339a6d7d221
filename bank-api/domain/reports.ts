import type { SaleReport, UploadItem, UploadResult } from '../../shared/contracts/bank-api.ts';
import { refusedUpload } from './answers.ts';
import { claimNumber } from './claimed-numbers.ts';
import { cashSalePosting } from './postings.ts';
import type { Books, Change, Judged, StoredReport } from './records.ts';

/** "Message format error": the record goes to a person with the evidence (class `our-fault`). */
const OUR_FAULT = '30';

/**
 * A sale report: idempotent by its id, one per sale, its sums must agree with its lines. The same
 * report again gets the stored result; another content under the same id is refused (P26).
 */
export function judgeReport(
  books: Books,
  report: SaleReport,
  contentHash: string,
): Judged<UploadResult> {
  const { id } = report;
  const known = books.reports.get(id);
  if (known !== undefined) {
    return known.contentHash === contentHash
      ? { value: accepted(known), changes: [] }
      : refused(id, 'core-differs', `report ${id} came with another content`);
  }
  const reportedBy = books.reportedSales.get(report.saleId);
  if (reportedBy !== undefined) {
    return refused(id, 'core-differs', `sale ${report.saleId} was reported by ${reportedBy}`);
  }
  const difference = differenceIn(report);
  if (difference !== null) {
    return { value: refusedUpload(id, OUR_FAULT, difference), changes: [] };
  }
  const number = claimNumber(books, report, 'sale-report');
  if (number === null) {
    return refused(id, 'number-reused', `number ${report.transactionNumber} came with ${id} too`);
  }
  const stored: StoredReport = {
    id,
    contentHash,
    referenceNumber: books.digits(12),
    terminalId: report.terminalId,
    cashMinor: cashIn(report),
  };
  const memo = cashSalePosting(report);
  const changes: Change[] = [number, { type: 'report', report, stored }];
  if (memo !== null) changes.push({ type: 'posting', posting: memo });
  return { value: accepted(stored), changes };
}

/** What does not add up, or null. Without this a wrong total would be a fact at the bank. */
export function differenceIn(report: SaleReport): string | null {
  const { lines, totals, tenders, currency, paper } = report;
  if (currency !== 'CNY') return `currency ${currency} is not the merchant's`;
  const due = total(lines.map((line) => line.amountMinor));
  const tax = total(lines.map((line) => line.taxMinor));
  const paid = total(tenders.map((tender) => tender.amountMinor));
  if (due !== BigInt(totals.dueMinor)) return `lines make ${due}, due says ${totals.dueMinor}`;
  if (tax !== BigInt(totals.taxMinor)) return `line taxes make ${tax}, not ${totals.taxMinor}`;
  if (paid !== due) return `tenders make ${paid}, due is ${due}`;
  if (paper !== undefined && paper.soldAtMs > report.createdAtMs) {
    return `paper ${paper.paperNumber} was sold after it was entered`;
  }
  for (const tender of tenders) {
    // What nobody has said yes to is no card payment, however it was written down (I9).
    if (paper !== undefined && tender.kind !== 'cash') return 'paper is for cash alone';
    if (tender.kind !== 'cash') continue;
    const kept = BigInt(tender.receivedMinor) - BigInt(tender.changeMinor);
    if (kept !== BigInt(tender.amountMinor) + BigInt(tender.roundingMinor)) {
      return `cash tender ${tender.id}: received minus change is ${kept}`;
    }
  }
  return null;
}

type VoidNumber = Extract<UploadItem, { kind: 'void-number' }>;

/** A number that was given out and never used (P2, P11), so that the series has no hole. */
export function judgeVoidNumber(books: Books, item: VoidNumber): Judged<UploadResult> {
  const { id, transactionNumber, reason } = item;
  const known = books.voidNumbers.get(id);
  if (known === transactionNumber) return { value: done(id), changes: [] };
  if (known !== undefined) {
    return refused(id, 'core-differs', `void ${id} was for number ${known} before`);
  }
  if (books.numbers.has(transactionNumber) || books.payments.has(id)) {
    return refused(id, 'number-reused', `number ${transactionNumber} is used, it cannot be void`);
  }
  const number: Change = {
    type: 'number',
    number: transactionNumber,
    batchNumber: null,
    traceNumber: null,
    recordId: id,
    recordKind: 'void-number',
  };
  const voided: Change = { type: 'void-number', id, number: transactionNumber, reason };
  return { value: done(id), changes: [number, voided] };
}

/** Paid in cash, before rounding. */
export function cashIn({ tenders }: Pick<SaleReport, 'tenders'>): bigint {
  const cash = tenders.filter(({ kind }) => kind === 'cash');
  return total(cash.map(({ amountMinor }) => amountMinor));
}

function total(amounts: readonly number[]): bigint {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
}

function accepted({ id, referenceNumber }: StoredReport): UploadResult {
  return { id, code: '00', authorisationCode: '', referenceNumber, message: '' };
}

function done(id: string): UploadResult {
  return { id, code: '00', authorisationCode: '', referenceNumber: '', message: '' };
}

function refused(
  id: string,
  kind: 'core-differs' | 'number-reused',
  detail: string,
): Judged<UploadResult> {
  return {
    value: refusedUpload(id, OUR_FAULT, kind),
    changes: [{ type: 'security-event', kind, detail }],
  };
}
