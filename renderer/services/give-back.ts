import { failure, type ErrorCode, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { keepAnswer, takeBack, waitForBank, type Kept } from './attended-run.ts';
import type { AttendedRun } from './payment-run.ts';
import { isUseless } from './payment-settling.ts';
import { howToStart } from './payment-start.ts';
import { recordedSale } from './sale-reading.ts';
import { paymentIn } from './sale-writing.ts';

/** How a void or a refund ended; `sale` is what it stands in. */
export type GivenBack =
  | { readonly kind: 'given-back'; readonly sale: Sale }
  /** The bank said no: nothing went back. */
  | { readonly kind: 'declined'; readonly sale: Sale; readonly code: string }
  /** Given up or cut off: it is being taken back itself, and in the end nothing went back. */
  | { readonly kind: 'taken-back'; readonly sale: Sale }
  /** The bank gave it back and this till could not write that down (P9): it is being undone. */
  | { readonly kind: 'not-recorded'; readonly sale: Sale; readonly code: string };

/** Given up before anything was sent. */
export interface NothingSent {
  readonly kind: 'stopped';
}

/** Durable, and what the bank is asked for next. */
export interface GiveBackIntent {
  readonly sale: Sale;
  readonly payment: Payment;
}

/**
 * Asks the bank to give money back: what it is owed goes first (P6), the intent is durable before
 * anything leaves (P9), and never without a line (P18), which `needsLine` says.
 */
export async function askToGiveBack(
  run: AttendedRun,
  needsLine: ErrorCode,
  storeIntent: () => Promise<Result<GiveBackIntent, Failure>>,
): Promise<Result<GivenBack | NothingSent, Failure>> {
  const start = await howToStart(run, run.services.outbox);
  if (start === 'stopped') return ok({ kind: 'stopped' });
  if (start === 'offline') return err(failure(needsLine));
  const intent = await storeIntent();
  if (!intent.ok) {
    run.tell('intent-stored', 'failed', intent.error.code);
    return intent;
  }
  run.tell('intent-stored', 'done');
  return waitForGiveBack(run, intent.value.sale, intent.value.payment, 'nothing-asked');
}

/** The intent as it was written; unread, the payment may be under way all the same. */
export async function writtenIntent(
  { services: { ledger, ports } }: AttendedRun,
  saleId: string,
  paymentId: string,
): Promise<Result<GiveBackIntent, Failure>> {
  const sale = await recordedSale(ledger, ports, saleId);
  if (!sale.ok) return err(failure('payment-open', sale.error.code));
  const stored = present(sale.value, 'the sale of the intent');
  return ok({ sale: stored, payment: paymentIn(stored, paymentId) });
}

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
