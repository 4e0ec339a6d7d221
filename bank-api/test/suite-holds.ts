import { expect } from 'vitest';
import type { HoldAnswer } from '../../shared/contracts/hold-api.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { answerOf, type CoreWish, type SuiteTill } from './suite-till.ts';

export const SUPERVISOR = { operatorId: '00' };

/** What is on the card `small`: each case that uses it leaves that as it was. */
export const SMALL_MINOR = 1500;

export interface Held {
  readonly core: PaymentCore;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
}

export async function held(till: SuiteTill, wish: CoreWish = {}): Promise<Held> {
  const core = await till.core({ kind: 'pre-authorisation', amountMinor: minor(1000), ...wish });
  const answer = answerOf(await till.authorise(core));
  expect(answer).toMatchObject({ outcome: 'approved', code: '00' });
  return { core, ...answer };
}

export const completionOf = (till: SuiteTill, { core }: Pick<Held, 'core'>, amountMinor = 1000) =>
  till.core({
    kind: 'completion',
    originalId: core.id,
    amountMinor: minor(amountMinor),
    sealedCard: '',
  });

export const releaseOf = (till: SuiteTill, { core }: Pick<Held, 'core'>, wish: CoreWish = {}) =>
  till.core({
    kind: 'pre-authorisation-void',
    originalId: core.id,
    amountMinor: core.amountMinor,
    sealedCard: '',
    ...wish,
  });

export async function codeOf(
  till: SuiteTill,
  core: PaymentCore,
  operatorId = '00',
): Promise<string> {
  return answerOf(await till.authorise(core, { operatorId })).code;
}

export async function seen(
  till: SuiteTill,
  { core, authorisationCode }: Held,
): Promise<HoldAnswer> {
  const { terminalId, batchNumber, traceNumber, amountMinor } = core;
  const by = { kind: 'voucher', terminalId, batchNumber, traceNumber } as const;
  const question = { operatorId: '01', amountMinor, authorisationCode, by };
  return answerOf(await till.client.findHold(question));
}

export async function stateOf(till: SuiteTill, hold: Held): Promise<string> {
  const answer = await seen(till, hold);
  return answer.found ? answer.state : 'not found';
}

/** What can be spent of the card `small`, as its issuer tells whoever asks for more. */
export async function spendable(till: SuiteTill): Promise<number> {
  const core = await till.core({ cardId: 'small', amountMinor: minor(SMALL_MINOR + 1) });
  const { approvedMinor } = answerOf(await till.authorise(core));
  await till.reverse(core);
  return approvedMinor;
}
