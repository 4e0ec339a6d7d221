import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { waitForAnswer, type BankVerdict } from './attended-wait.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { teller, type PaymentServices, type Tell } from './payment-run.ts';
import { decideReversal, isUseless, storeAnswer } from './payment-settling.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';

/** How a void or a refund ended; `sale` is what it stands in. */
export type GivenBack =
  | { readonly kind: 'given-back'; readonly sale: Sale }
  /** The bank said no: nothing went back. */
  | { readonly kind: 'declined'; readonly sale: Sale; readonly code: string }
  /** Given up or cut off: it is being taken back itself, and in the end nothing went back. */
  | { readonly kind: 'taken-back'; readonly sale: Sale }
  /** The bank gave it back and this till could not write that down (P9): it is being undone. */
  | { readonly kind: 'not-recorded'; readonly sale: Sale; readonly code: string };

/** What gives money back, in the steps of a payment, while somebody waits for it. */
export interface GiveBackRun {
  readonly services: PaymentServices;
  readonly around: PaymentSurroundings;
  readonly desk: PaymentDesk;
  readonly tell: Tell;
}

export function giveBackRun(
  services: PaymentServices,
  around: PaymentSurroundings,
  desk: PaymentDesk,
): GiveBackRun {
  return { services, around, desk, tell: teller(services.ports.clock, desk) };
}

/**
 * Waits for the bank's word on an intent that is durable: no answer is unknown and asked about (P5),
 * what is given up or cut off is reversed (P6).
 */
export async function waitForGiveBack(
  run: GiveBackRun,
  sale: Sale,
  payment: Payment,
  heard: 'nothing-asked' | 'no-answer',
): Promise<Result<GivenBack, Failure>> {
  const { services, around, desk } = run;
  const { host, clock } = services.ports;
  const verdict = await waitForAnswer({
    host,
    clock,
    wait: around.terminal.parameters.wait,
    core: payment.core,
    operatorId: payment.supervisorId ?? around.place.operatorId,
    sealedPin: null,
    heard,
    deliveredUpTo: around.deliveredUpTo,
    probeLine: around.probeLine,
    answeredTooLate: ({ code }) => {
      const detail = `${code} for ${payment.id}`;
      void services.ledger.commit(() => ({ kind: 'notice', code: 'late-answer', detail }));
    },
    desk,
  });
  return conclude(run, sale, payment.id, verdict);
}

async function conclude(
  run: GiveBackRun,
  sale: Sale,
  paymentId: string,
  verdict: BankVerdict,
): Promise<Result<GivenBack, Failure>> {
  const { services, around, tell } = run;
  const which = { saleId: sale.id, paymentId };
  const isAnswered = verdict.kind === 'answered' || verdict.kind === 'refused-unread';
  if (isAnswered && !isUseless(verdict.event, sale, which)) {
    return keepAnswer(run, sale, paymentId, verdict);
  }
  if (verdict.kind === 'line-dead') tell('line-dead', 'failed', verdict.fault.code);
  const { ledger, ports } = services;
  const reversing = await decideReversal(ledger, ports.random, which, 'given-up');
  if (reversing.ok) {
    tell('reversal-stored', 'done');
    return ok({ kind: 'taken-back', sale: reversing.value });
  }
  tell('reversal-stored', 'failed', reversing.error.code);
  around.lockCards(which);
  return err(failure('outcome-not-recorded', reversing.error.code));
}

async function keepAnswer(
  { services: { ledger, ports }, around, tell }: GiveBackRun,
  sale: Sale,
  paymentId: string,
  { kind, event, code }: Extract<BankVerdict, { kind: 'answered' | 'refused-unread' }>,
): Promise<Result<GivenBack, Failure>> {
  const which = { saleId: sale.id, paymentId };
  const facts = { isNumberTaken: kind === 'answered', chip: undefined };
  const stored = await storeAnswer(ledger, ports.random, which, event, facts);
  const isGivenBack = event.type === 'bank-approved';
  if (!stored.ok) {
    tell('outcome-stored', 'failed', stored.error.code);
    if (!isGivenBack) return stored;
    around.lockCards(which);
    return ok({ kind: 'not-recorded', sale, code: stored.error.code });
  }
  tell('outcome-stored', 'done');
  const after = stored.value;
  return ok(
    isGivenBack ? { kind: 'given-back', sale: after } : { kind: 'declined', sale: after, code },
  );
}
