import { classOfAnswer } from '../contracts/answer-classes.ts';
import type { BalanceAnswer, BalanceRequest } from '../contracts/balance-api.ts';
import type {
  AuthorisationAnswer,
  AuthorisationRequest,
  BatchAnswer,
  BatchRequest,
  EchoAnswer,
  QueryAnswer,
  ReversalAnswer,
  ReversalRequest,
} from '../contracts/bank-api.ts';
import type { HoldAnswer, HoldQuestion } from '../contracts/hold-api.ts';
import type { OriginalAnswer, OriginalBySlip, OriginalQuestion } from '../contracts/refund-api.ts';
import type { PayLinkAnswer, PayLinkRequest } from '../contracts/pay-link-api.ts';
import type { SettlementAnswer, SettlementRequest } from '../contracts/settlement-api.ts';
import type { SignatureAnswer, SignatureUpload } from '../contracts/signature-api.ts';
import type { SlipAnswer } from '../contracts/slip-api.ts';
import type { PaymentQuestion } from '../contracts/line-answer.ts';
import { mostCompleted } from '../domain/hold.ts';
import { isSameTotals } from '../domain/settlement-records.ts';
import { idOfItem } from '../contracts/upload-items.ts';

/**
 * Whether a signed answer says something about what was asked (PROTOCOL P5, P26). The signature
 * proves whose answer it is and to which request; that a bank, or a hub before it, has looked up the
 * right record it does not prove. An answer about another payment or another amount decides nothing:
 * it is no answer, and what was asked stays open.
 *
 * Each function tells what does not fit, for the journal; null = it fits. Amounts have no currency of
 * their own: it is the request's, which the signature binds.
 */
export type Strange = string | null;

export function strangeAuthorisation(
  { core }: AuthorisationRequest,
  answer: AuthorisationAnswer,
): Strange {
  const { id, outcome, approvedMinor, code } = answer;
  if (id !== core.id) return otherId(id);
  switch (outcome) {
    case 'approved':
      return strangeYes(approvedMinor, core.amountMinor, code);
    case 'approved-in-part':
      // Only a purchase is paid in parts; half a hold or half a void is of no use to anybody.
      if (core.kind !== 'purchase') return `a part of a ${core.kind}`;
      return strangePart(approvedMinor, core.amountMinor, code);
    case 'declined':
      return strangeNo(approvedMinor, code);
  }
}

export function strangeQuery({ id, amountMinor }: PaymentQuestion, answer: QueryAnswer): Strange {
  if (answer.id !== id) return otherId(answer.id);
  if (!answer.known) return null;
  const { state, approvedMinor, code } = answer;
  switch (state) {
    case 'approved':
    case 'posted':
      return strangeYes(approvedMinor, amountMinor, code);
    case 'approved-in-part':
      return strangePart(approvedMinor, amountMinor, code);
    case 'declined':
    case 'refused':
      return strangeNo(approvedMinor, code);
    case 'reversed':
      // Its code is the one of its past: taken back, nothing is left of whatever that was.
      return approvedMinor === 0 ? null : `reversed with ${approvedMinor} approved`;
  }
}

/** Another sale than the slip names must not be refunded, nor more than was paid for it. */
export function strangeOriginal(
  { amountMinor, by }: OriginalQuestion,
  answer: OriginalAnswer,
): Strange {
  if (!answer.found) return null;
  const { refundedMinor } = answer;
  if (!isNamed(by, answer)) return otherId(answer.id);
  if (answer.amountMinor !== amountMinor) return `original of ${answer.amountMinor}`;
  return refundedMinor <= amountMinor ? null : `refunded ${refundedMinor} of ${amountMinor}`;
}

type Named = Extract<OriginalAnswer | HoldAnswer, { found: true }>;

function isNamed(by: OriginalBySlip, answer: Named): boolean {
  if (by.kind === 'reference') return answer.referenceNumber === by.referenceNumber;
  return (
    answer.terminalId === by.terminalId &&
    answer.batchNumber === by.batchNumber &&
    answer.traceNumber === by.traceNumber
  );
}

/** Another hold than the slip names must not be completed, nor taken above what may be of it. */
export function strangeHold(question: HoldQuestion, answer: HoldAnswer): Strange {
  if (!answer.found) return null;
  const { amountMinor, authorisationCode, by } = question;
  const { completedMinor, state } = answer;
  if (!isNamed(by, answer) || answer.authorisationCode !== authorisationCode) {
    return otherId(answer.id);
  }
  if (answer.amountMinor !== amountMinor) return `hold of ${answer.amountMinor}`;
  const isPossible =
    completedMinor === 0 ||
    (state === 'completed' && completedMinor <= mostCompleted(answer.amountMinor));
  return isPossible ? null : `${state} with ${completedMinor} of ${amountMinor} completed`;
}

export function strangeReversal({ core }: ReversalRequest, { id }: ReversalAnswer): Strange {
  return id === core.id ? null : otherId(id);
}

/** Of this card, and told exactly where the code says so. */
export function strangeBalance({ core }: BalanceRequest, answer: BalanceAnswer): Strange {
  if (answer.id !== core.id) return otherId(answer.id);
  const isTold = answer.balanceMinor !== null;
  return isTold === meansYes(answer.code) ? null : `balance with code ${answer.code}`;
}

/** One result a record at most (P12): two of them might say yes and no. */
export function strangeBatch({ batchId, items }: BatchRequest, answer: BatchAnswer): Strange {
  if (answer.batchId !== batchId) return `batch ${answer.batchId}`;
  const open = new Set(items.map(idOfItem));
  for (const { id } of answer.results) {
    if (!open.delete(id)) return `result for ${id}, not sent or told twice`;
  }
  return null;
}

/** Balanced means that the bank's totals are the till's: said of others it settles nothing (P22). */
export function strangeSettlement(request: SettlementRequest, answer: SettlementAnswer): Strange {
  const { batchNumber, totals } = request;
  const otherSettlement = strangeSettlementId(request, answer);
  if (otherSettlement !== null) return otherSettlement;
  if (answer.batchNumber !== batchNumber) return `batch ${answer.batchNumber}`;
  const isLie = answer.groups.some(
    (group) => group.result === 'balanced' && !isSameTotals(group.totals, totals),
  );
  return isLie ? 'balanced with other totals' : null;
}

export function strangeSettlementId(
  { settlementId }: { readonly settlementId: string },
  answer: { readonly settlementId: string },
): Strange {
  return answer.settlementId === settlementId ? null : `settlement ${answer.settlementId}`;
}

export function strangeSignature(asked: SignatureUpload, { paymentId }: SignatureAnswer): Strange {
  return paymentId === asked.paymentId ? null : otherId(paymentId);
}

/** Of this link, over what was asked for it. */
export function strangePayLink({ core }: PayLinkRequest, answer: PayLinkAnswer): Strange {
  if (answer.id !== core.id) return otherId(answer.id);
  if (answer.amountMinor !== core.amountMinor) return `pay link over ${answer.amountMinor}`;
  return answer.state === 'paid' ? strangePaid(answer.code) : null;
}

function strangePaid(code: string): Strange {
  return meansYes(code) ? null : `paid with code ${code}`;
}

/** An answer to a withdrawal is final (P6): a link that is still open was not withdrawn. */
export function strangeWithdrawal(request: PayLinkRequest, answer: PayLinkAnswer): Strange {
  const isOpen = answer.state === 'open';
  return isOpen ? 'withdrawn, and still open' : strangePayLink(request, answer);
}

/** A promise that was refused before it came has neither sale nor amount. */
export function strangeSlip({ id, amountMinor }: PaymentQuestion, answer: SlipAnswer): Strange {
  if (answer.id !== id) return otherId(answer.id);
  if (!answer.known || answer.saleId === null) return null;
  return answer.amountMinor === amountMinor ? null : `slip of ${answer.amountMinor}`;
}

export function strangeEcho(asked: string, { bankId }: EchoAnswer): Strange {
  return bankId === asked ? null : `bank ${bankId}`;
}

function otherId(id: string): string {
  return `record ${id}`;
}

/** A yes is to the whole amount and in words that mean yes. */
function strangeYes(approvedMinor: number, askedMinor: number, code: string): Strange {
  if (approvedMinor !== askedMinor) return `approved ${approvedMinor} of ${askedMinor}`;
  return meansYes(code) ? null : `approved with code ${code}`;
}

function strangePart(approvedMinor: number, askedMinor: number, code: string): Strange {
  const isPart = approvedMinor > 0 && approvedMinor < askedMinor;
  if (!isPart) return `approved ${approvedMinor} as a part of ${askedMinor}`;
  return code === '10' ? null : `approved in part with code ${code}`;
}

function strangeNo(approvedMinor: number, code: string): Strange {
  if (approvedMinor !== 0) return `declined with ${approvedMinor} approved`;
  return meansYes(code) ? `declined with code ${code}` : null;
}

function meansYes(code: string): boolean {
  const answerClass = classOfAnswer(code);
  return answerClass === 'done' || answerClass === 'done-watch';
}
