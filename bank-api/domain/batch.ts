import type { UploadItem, UploadResult } from '../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../shared/contracts/cash-return.ts';
import { assertNever } from '../../shared/lib/assert.ts';
import { refusedUpload, uploadResultOf } from './answers.ts';
import { judgeCashReturn } from './cash-returns.ts';
import type { PaymentRequest } from './payment-records.ts';
import { judgePayment } from './payments.ts';
import { judgeReport, judgeVoidNumber } from './reports.ts';
import { applyChanges, type Books, type Change, type Judged } from './records.ts';

/** An item with everything that needed hashing or opening done before the books were locked. */
export type PreparedItem =
  | { readonly kind: 'stored-payment'; readonly request: PaymentRequest }
  | {
      readonly kind: 'sale-report';
      readonly report: Extract<UploadItem, { kind: 'sale-report' }>['report'];
      readonly contentHash: string;
    }
  | {
      readonly kind: 'cash-return';
      readonly back: CashReturn;
      readonly contentHash: string;
    }
  | {
      readonly kind: 'void-number';
      readonly item: Extract<UploadItem, { kind: 'void-number' }>;
    }
  /** Refused before judging: foreign terminal, broken seal, text that cannot be stored. */
  | { readonly kind: 'unusable'; readonly id: string; readonly message: string };

/** In the order of the batch; a bad one never spoils the others (P12, F23). */
export function judgeBatch(books: Books, items: readonly PreparedItem[]): Judged<UploadResult[]> {
  const value: UploadResult[] = [];
  const changes: Change[] = [];
  for (const item of items) {
    const judged = judgeItem(books, item);
    applyChanges(books, judged.changes);
    value.push(judged.value);
    changes.push(...judged.changes);
  }
  return { value, changes };
}

function judgeItem(books: Books, item: PreparedItem): Judged<UploadResult> {
  switch (item.kind) {
    case 'stored-payment':
      return judgeStoredPayment(books, item.request);
    case 'sale-report':
      return judgeReport(books, item.report, item.contentHash);
    case 'cash-return':
      return judgeCashReturn(books, item.back, item.contentHash);
    case 'void-number':
      return judgeVoidNumber(books, item.item);
    case 'unusable':
      return { value: refusedUpload(item.id, '30', item.message), changes: [] };
    default:
      return assertNever(item);
  }
}

function judgeStoredPayment(books: Books, request: PaymentRequest): Judged<UploadResult> {
  const { id, kind } = request.core;
  if (kind !== 'purchase') {
    return { value: refusedUpload(id, '40', `a ${kind} is never stored (P18)`), changes: [] };
  }
  const { value, changes } = judgePayment(books, request);
  switch (value.type) {
    case 'answered':
      return { value: uploadResultOf(value.payment), changes };
    case 'refused':
      return { value: refusedUpload(id, '30', value.code), changes };
    case 'later':
      return { value: refusedUpload(id, value.code, 'issuer not reachable'), changes };
    default:
      return assertNever(value);
  }
}
