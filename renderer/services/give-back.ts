import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { keepAnswer, takeBack, waitForBank, type Kept } from './attended-run.ts';
import type { AttendedRun } from './payment-run.ts';
import { isUseless } from './payment-settling.ts';

/** How a void or a refund ended; `sale` is what it stands in. */
export type GivenBack =
  | { readonly kind: 'given-back'; readonly sale: Sale }
  /** The bank said no: nothing went back. */
  | { readonly kind: 'declined'; readonly sale: Sale; readonly code: string }
  /** Given up or cut off: it is being taken back itself, and in the end nothing went back. */
  | { readonly kind: 'taken-back'; readonly sale: Sale }
  /** The bank gave it back and this till could not write that down (P9): it is being undone. */
  | { readonly kind: 'not-recorded'; readonly sale: Sale; readonly code: string };

/**
 * Waits for the bank's word on a void or a refund whose intent is durable: with it in the end money
 * went back, or none did.
 */
export async function waitForGiveBack(
  run: AttendedRun,
  sale: Sale,
  payment: Payment,
  heard: 'nothing-asked' | 'no-answer',
): Promise<Result<GivenBack, Failure>> {
  const operatorId = payment.supervisorId ?? run.around.place.operatorId;
  const verdict = await waitForBank(run, payment, { operatorId, sealedPin: null, heard });
  const which = { saleId: sale.id, paymentId: payment.id };
  const isAnswered = verdict.kind === 'answered' || verdict.kind === 'refused-unread';
  if (isAnswered && !isUseless(verdict.event, sale, which)) {
    const kept = await keepAnswer(run, sale, payment.id, verdict);
    return kept.ok ? ok(asGivenBack(kept.value)) : kept;
  }
  if (verdict.kind === 'line-dead') run.tell('line-dead', 'failed', verdict.fault.code);
  const reversing = await takeBack(run, which, 'given-up');
  return reversing.ok ? ok({ kind: 'taken-back', sale: reversing.value }) : reversing;
}

function asGivenBack(kept: Kept): GivenBack {
  return kept.kind === 'approved' ? { kind: 'given-back', sale: kept.sale } : kept;
}
