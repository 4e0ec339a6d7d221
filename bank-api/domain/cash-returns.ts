import type { UploadResult } from '../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../shared/contracts/cash-return.ts';
import { roleOfNumber } from '../../shared/domain/operators.ts';
import { refusedUpload } from './answers.ts';
import { claimNumber } from './claimed-numbers.ts';
import { cashReturnPosting } from './postings.ts';
import type { Books, Judged, StoredCashReturn, StoredReport } from './records.ts';

/** "Message format error": the record goes to a person with the evidence (class `our-fault`). */
const OUR_FAULT = '30';
/** "System busy": the record stays in the queue and comes again. */
const LATER = '96';

/**
 * Cash that went back for a sale in cash: idempotent by its id like the report of a sale, of a sale
 * that this very terminal has reported, with a supervisor's word (F38), and never more of it than came in (I1). Where the report is
 * still to come, this one waits for it; where its number has gone to something else it never will.
 */
export function judgeCashReturn(
  books: Books,
  back: CashReturn,
  contentHash: string,
): Judged<UploadResult> {
  const { id, originalId } = back;
  const known = books.cashReturns.get(id);
  if (known !== undefined) {
    return known.contentHash === contentHash
      ? { value: accepted(known), changes: [] }
      : refused(id, 'core-differs', `cash return ${id} came with another content`);
  }
  if (roleOfNumber(back.supervisorId) !== 'supervisor') {
    return refused(id, 'not-permitted', `cash return ${id} was allowed by ${back.supervisorId}`);
  }
  const original = books.reports.get(originalId);
  if (original?.terminalId !== books.terminalId) {
    const isToCome = original === undefined && !books.numbers.has(back.originalNumber);
    const [code, why] = isToCome
      ? [LATER, `report ${originalId} is not here yet`]
      : [OUR_FAULT, 'original-not-found'];
    return { value: refusedUpload(id, code, why), changes: [] };
  }
  const wrong = wrongIn(books, back, original);
  if (wrong !== null) return { value: refusedUpload(id, OUR_FAULT, wrong), changes: [] };
  const number = claimNumber(books, back, 'cash-return');
  if (number === null) {
    return refused(id, 'number-reused', `number ${back.transactionNumber} came with ${id} too`);
  }
  const stored: StoredCashReturn = {
    id,
    contentHash,
    referenceNumber: books.digits(12),
    originalId,
    amountMinor: BigInt(back.amountMinor),
  };
  const posting = cashReturnPosting(back);
  const changes = [
    number,
    { type: 'cash-return', back, stored },
    { type: 'posting', posting },
  ] as const;
  return { value: accepted(stored), changes };
}

function wrongIn(books: Books, back: CashReturn, { cashMinor }: StoredReport): string | null {
  if (back.currency !== books.currency) return `currency ${back.currency} is not the merchant's`;
  const amount = BigInt(back.amountMinor);
  if (amount + BigInt(back.roundingMinor) <= 0n) return 'nothing left the drawer';
  const before = returnedOf(books, back.originalId);
  if (before + amount > cashMinor) return 'amount-over-original';
  // A void takes back all there was, or it is none.
  return back.act === 'void' && amount !== cashMinor ? 'amount-over-original' : null;
}

/** What of a sale's cash has gone back so far. */
function returnedOf({ cashReturns }: Pick<Books, 'cashReturns'>, originalId: string): bigint {
  let sum = 0n;
  for (const one of cashReturns.values()) if (one.originalId === originalId) sum += one.amountMinor;
  return sum;
}

function accepted({ id, referenceNumber }: StoredCashReturn): UploadResult {
  return { id, code: '00', authorisationCode: '', referenceNumber, message: '' };
}

function refused(
  id: string,
  kind: 'core-differs' | 'not-permitted' | 'number-reused',
  detail: string,
): Judged<UploadResult> {
  return {
    value: refusedUpload(id, OUR_FAULT, kind),
    changes: [{ type: 'security-event', kind, detail }],
  };
}
