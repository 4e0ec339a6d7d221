import type { ReversalAnswer } from '../../shared/contracts/bank-api.ts';
import { reversalAnswerOf } from './answers.ts';
import { claimNumber } from './claimed-numbers.ts';
import { withHolds } from './holds.ts';
import { bareTombstone, coreFacts, type PaymentRequest } from './payment-records.ts';
import { clearSuperseded } from './payments.ts';
import type { Books, Change, Judged, StoredPayment } from './records.ts';
import { takeBackForGood } from './taking-back.ts';

export type ReversalVerdict =
  | { readonly type: 'answered'; readonly answer: ReversalAnswer }
  | { readonly type: 'refused'; readonly code: 'core-differs' };

/**
 * P6: undone, or a tombstone so that it never can be done; every answer is final. Only another core
 * under the same id is refused. A transaction number that somebody else holds does not stop a
 * reversal: money first, the number is a security event.
 */
export function judgeReversal(books: Books, request: PaymentRequest): Judged<ReversalVerdict> {
  return withHolds(books, judgeOne(books, request));
}

function judgeOne(books: Books, request: PaymentRequest): Judged<ReversalVerdict> {
  const { core, coreHash } = request;
  const known = books.payments.get(core.id);
  const differs =
    known !== undefined &&
    (known.coreHash === null ? known.terminalId !== core.terminalId : known.coreHash !== coreHash);
  if (differs) {
    const detail = `reversal of ${core.id} came with another core`;
    return {
      value: { type: 'refused', code: 'core-differs' },
      changes: [{ type: 'security-event', kind: 'core-differs', detail }],
    };
  }
  if (known === undefined || known.coreHash === null) {
    return buried(books, request, known ?? bareTombstone(books, core.id, null));
  }
  const changes = takeBackForGood(books, known, known.id);
  return { value: { type: 'answered', answer: reversalAnswerOf(known) }, changes };
}

function buried(
  books: Books,
  request: PaymentRequest,
  blank: StoredPayment,
): Judged<ReversalVerdict> {
  const { core } = request;
  const payment: StoredPayment = { ...blank, ...coreFacts(request), state: 'tombstone' };
  const number = claimNumber(books, core);
  const changes: Change[] = [...clearSuperseded(books, core).changes, { type: 'payment', payment }];
  if (number === null) {
    const detail = `reversal of ${core.id} names number ${core.transactionNumber}, taken before`;
    changes.push({ type: 'security-event', kind: 'number-reused', detail });
  } else {
    changes.push(number);
  }
  return { value: { type: 'answered', answer: reversalAnswerOf(payment) }, changes };
}
