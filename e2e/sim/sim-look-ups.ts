import { holdQuestion } from '../../shared/contracts/hold-api.ts';
import { originalQuestion, type OriginalBySlip } from '../../shared/contracts/refund-api.ts';
import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { mayLookUp } from '../../bank-api/domain/admission.ts';
import { followersOf, holdAnswer } from '../../bank-api/domain/holds.ts';
import type { StoredPayment } from '../../bank-api/domain/records.ts';
import { isSale, originalAnswer, refundsOf } from '../../bank-api/domain/refunds.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

/** What a slip names, at any till of the merchant; there is one merchant in this world. */
export function lookUpReply(
  records: BankRecords,
  terminal: BankTerminal,
  path: '/v1/originals' | '/v1/holds',
  body: unknown,
  nowMs: number,
): BankReply {
  const isHold = path === '/v1/holds';
  const { operatorId } = (isHold ? holdQuestion : originalQuestion).parse(body);
  const role = DEMO_OPERATORS.find(({ id }) => id === operatorId)?.role ?? null;
  if (!mayLookUp(role)) {
    records.alarm('not-permitted', operatorId);
    return refused('not-permitted');
  }
  return ok(isHold ? holdOf(records, terminal, body, nowMs) : originalOf(records, body));
}

function originalOf(records: BankRecords, body: unknown): unknown {
  const { by, amountMinor } = originalQuestion.parse(body);
  const sale = named(records, by, isSale);
  const refunds = sale === null ? [] : refundsOf(records, sale.id);
  return originalAnswer(sale, refunds, amountMinor);
}

function holdOf(
  records: BankRecords,
  { id: terminalId }: BankTerminal,
  body: unknown,
  nowMs: number,
): unknown {
  const question = holdQuestion.parse(body);
  const hold = named(records, question.by, ({ kind }) => kind === 'pre-authorisation');
  const followers = hold === null ? [] : followersOf(records, hold.id);
  return holdAnswer(hold, followers, { terminalId, nowMs }, question);
}

function named(
  { payments }: BankRecords,
  by: OriginalBySlip,
  isWanted: (payment: StoredPayment) => boolean,
): StoredPayment | null {
  const isNamed = (one: StoredPayment): boolean =>
    by.kind === 'reference'
      ? one.referenceNumber === by.referenceNumber
      : one.terminalId === by.terminalId &&
        one.batchNumber === by.batchNumber &&
        one.traceNumber === by.traceNumber;
  return [...payments.values()].find((one) => isWanted(one) && isNamed(one)) ?? null;
}
