import { classOfAnswer } from '../../../shared/contracts/answer-classes.ts';
import type { UploadResult } from '../../../shared/contracts/bank-api.ts';
import { factsOf, isErrorCode, type ErrorCode } from '../../../shared/contracts/error-codes.ts';
import { institutionsIn } from '../../../shared/domain/institutions.ts';
import type { DeliveryResult } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Approval } from '../../../shared/domain/payment.ts';
import { assertNever } from '../../../shared/lib/assert.ts';

/** What a batch's answer means for each of its records, matched by id alone (A07, F23). */
export interface Judgement {
  readonly delivered: readonly DeliveryResult[];
  /** To be sent again, with the code that says why; what the bank did not mention is among them. */
  readonly later: readonly { readonly row: OutboxRow; readonly code: string }[];
  /** The code that asks for a sign-on first; null when none does. Its records stay as they are. */
  readonly signOn: string | null;
}

export function judgeResults(
  rows: readonly OutboxRow[],
  results: readonly UploadResult[],
): Judgement {
  const byId = new Map(results.map((result) => [result.id, result]));
  const delivered: DeliveryResult[] = [];
  const later: { row: OutboxRow; code: string }[] = [];
  let signOn: string | null = null;
  for (const row of rows) {
    const result = byId.get(row.transactionId);
    const code = result?.code ?? 'line-no-answer';
    const answerClass = result === undefined ? 'again-later' : classOfAnswer(code);
    switch (answerClass) {
      case 'done':
      case 'done-watch':
      case 'refused':
        delivered.push(deliveryOf(row, answerClass, code, result));
        break;
      case 'our-fault':
        delivered.push(deliveryOf(row, answerClass, namedReason(result, code), result));
        break;
      case 'sign-on-again':
        signOn = code;
        break;
      case 'again-later':
        later.push({ row, code });
        break;
      default:
        assertNever(answerClass, 'answer class');
    }
  }
  return { delivered, later, signOn };
}

/** The bank may say by a name of the registry what is wrong with a record: a person reads that (A11). */
function namedReason(result: UploadResult | undefined, code: string): string {
  const named = result?.message ?? '';
  return isErrorCode(named) ? named : code;
}

export function deliveryOf(
  row: OutboxRow,
  outcome: DeliveryResult['outcome'],
  code: string,
  numbers: Approval = NO_NUMBERS,
): DeliveryResult {
  const { key: outboxKey, saleId, transactionId } = row;
  const { authorisationCode, referenceNumber } = numbers;
  const facts = { outcome, code, authorisationCode, referenceNumber, ...institutionsIn(numbers) };
  return { outboxKey, saleId, transactionId, ...facts };
}

const NO_NUMBERS = { authorisationCode: '', referenceNumber: '' };

/**
 * What a request that failed as a whole says about whose fault it is.
 *
 * - `content`: the bank read it and refuses to take it: some record is not as it should be.
 * - `server`: the bank broke over it; perhaps one record does that.
 * - `sign-on`: it does not know this till (any more) and would after signing on.
 * - `person`: it does not let this till do it.
 * - `line`: no answer, or "not now".
 */
export type FaultKind = 'content' | 'server' | 'sign-on' | 'person' | 'line';

const KIND_BY_STATUS: Readonly<Record<number, FaultKind>> = {
  400: 'content',
  401: 'sign-on',
  403: 'person',
  413: 'content',
  422: 'content',
  426: 'person',
  500: 'server',
};

export function kindOfFault(code: ErrorCode): FaultKind {
  // The till's own gate reads what it sends by the same contract: some record does not fit it.
  if (code === 'message-refused') return 'content';
  return KIND_BY_STATUS[factsOf(code).status ?? 0] ?? 'line';
}
