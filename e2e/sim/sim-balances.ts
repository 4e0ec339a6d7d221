import { balanceRequest } from '../../shared/contracts/balance-api.ts';
import { DEMO_MERCHANT, DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import { mayAskFor, refusalOfEnquiry } from '../../bank-api/domain/admission.ts';
import { judgeEnquiry } from '../../bank-api/domain/enquiries.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { openedCard } from './sim-cards.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

/** What is on a card at the bank of this world, by the real rules. */
export async function balanceReply(
  records: BankRecords,
  terminal: BankTerminal,
  asked: { readonly body: unknown; readonly idempotencyKey: string },
  nowMs: () => number,
): Promise<BankReply> {
  const request = balanceRequest.parse(asked.body);
  const { core, attempt } = request;
  const owner = { terminalId: terminal.id, merchantId: DEMO_MERCHANT.merchantId };
  const refusal = refusalOfEnquiry(request, owner);
  const role = DEMO_OPERATORS.find(({ id }) => id === attempt.operatorId)?.role ?? null;
  if (refusal === 'not-permitted' || (refusal === null && !mayAskFor('purchase', role))) {
    records.alarm('not-permitted', core.id);
    return refused('not-permitted');
  }
  if (refusal !== null || asked.idempotencyKey !== core.id) return refused('request-malformed');
  const sealed = { ...core, amountMinor: minor(0) };
  const card = await openedCard(records, sealed, attempt.sealedPin);
  const { value, changes } = judgeEnquiry(records.booksOf(terminal, nowMs()), { core, card });
  records.write(terminal, changes);
  records.declare(terminal, attempt.deliveredUpTo);
  return value.type === 'answered' ? ok(value.answer) : refused('request-malformed');
}
