import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { onlyCardPayment, openVoid, voidHindrance } from '../../shared/domain/voiding.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { waitForAnswer, type BankVerdict } from './attended-wait.ts';
import type { Numbers } from './ledger-of-the-till.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { teller, type PaymentServices, type Tell } from './payment-run.ts';
import { decideReversal, storeAnswer } from './payment-settling.ts';
import { howToStart } from './payment-start.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { recordedSale } from './sale-reading.ts';
import { paymentAfter, paymentIn } from './sale-writing.ts';
import type { ReasonedApproval } from './supervisor-acts.ts';

export interface VoidOrder {
  readonly saleId: string;
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

export type VoidOutcome =
  | { readonly kind: 'voided'; readonly sale: Sale }
  /** The bank said no: the sale stands. */
  | { readonly kind: 'declined'; readonly sale: Sale; readonly code: string }
  /** Given up or cut off: the void is being taken back, and the sale stands in the end. */
  | { readonly kind: 'taken-back'; readonly sale: Sale }
  /** Nothing was sent. */
  | { readonly kind: 'stopped'; readonly sale: Sale }
  /** The bank took it back and this till could not write that down (P9): it is being undone. */
  | { readonly kind: 'not-recorded'; readonly sale: Sale; readonly code: string };

interface VoidRun {
  readonly services: PaymentServices;
  readonly around: PaymentSurroundings;
  readonly desk: PaymentDesk;
  readonly tell: Tell;
}

/**
 * Takes a card sale back in full (`shared/domain/voiding.ts`), in the steps of a payment: the intent
 * is durable before anything leaves (P9), no answer is unknown and asked about (P5), what is given up
 * is reversed (P6). Never without a line (P18): what the bank has said yes to, only it takes back.
 */
export async function voidSale(
  services: PaymentServices,
  around: PaymentSurroundings,
  order: VoidOrder,
  desk: PaymentDesk,
): Promise<Result<VoidOutcome, Failure>> {
  const run = { services, around, desk, tell: teller(services.ports.clock, desk) };
  const { ledger, ports, outbox } = services;
  const before = await recordedSale(ledger, ports, order.saleId);
  if (!before.ok) return before;
  const sale = before.value;
  if (sale === null) return err(failure('not-found', order.saleId));
  const open = openVoid(sale);
  const isAsked = open?.status.state === 'authorizing' || open?.status.state === 'unknown';
  // Pressed again while its outcome is unknown: the same id, no second void (P8).
  if (open !== null && isAsked) return waitFor(run, sale, open, 'no-answer');
  const hindrance = voidHindrance(sale, ledger.head().counters.batch);
  if (hindrance !== null) return err(failure('void-not-possible', hindrance));
  const start = await howToStart(run, outbox);
  if (start === 'stopped') return ok({ kind: 'stopped', sale });
  if (start === 'offline') return err(failure('void-needs-line'));
  const intent = await storeIntent(run, order);
  if (!intent.ok) {
    run.tell('intent-stored', 'failed', intent.error.code);
    return intent;
  }
  run.tell('intent-stored', 'done');
  return waitFor(run, intent.value.sale, intent.value.payment, 'nothing-asked');
}

/** With the supervisor's word in one record: neither is there without the other (P9, F38). */
async function storeIntent(
  { services: { ledger, ports } }: VoidRun,
  { saleId, approval }: VoidOrder,
): Promise<Result<{ readonly sale: Sale; readonly payment: Payment }, Failure>> {
  const id = ports.random.uuid();
  let hindrance: string | null = null;
  const written = await ledger.commit((numbers, now) => {
    const sale = present(now, 'the sale that is voided');
    hindrance = voidHindrance(sale, ledger.head().counters.batch);
    if (hindrance !== null) {
      return { kind: 'notice', code: 'step-too-late', detail: `void of ${saleId}: ${hindrance}` };
    }
    const { supervisorId, approvalId, reason } = approval;
    const who = { supervisorId, approvalId, reason };
    const voiding = voidOf(sale, id, supervisorId, numbers);
    return { kind: 'supervisor-act', act: 'void', ...who, outboxKey: '', saleId, voiding };
  }, saleId);
  if (hindrance !== null) return err(failure('void-not-possible', hindrance));
  if (!written.ok) return written;
  const sale = await recordedSale(ledger, ports, saleId);
  if (!sale.ok) return err(failure('payment-open', sale.error.code));
  const stored = present(sale.value, 'the sale that is voided');
  return ok({ sale: stored, payment: paymentIn(stored, id) });
}

/** All of the original but its numbers and its card: that one the bank has (TERMINAL 2a). */
function voidOf(sale: Sale, id: string, supervisorId: string, numbers: Numbers): Payment {
  const { core, card, tenderId } = present(onlyCardPayment(sale), 'the payment that is voided');
  const { saleId, amountMinor, currency, terminalId, merchantId } = core;
  const payment: Payment = {
    id,
    tenderId,
    core: {
      kind: 'void',
      id,
      saleId,
      amountMinor,
      currency,
      terminalId,
      merchantId,
      ...numbers.takeTransaction(),
      sealedCard: '',
      originalId: core.id,
    },
    card: { ...card, verification: 'none' },
    createdAtMs: numbers.nowMs,
    status: { state: 'created' },
    supervisorId,
  };
  return paymentAfter(payment, { type: 'intent-stored', atMs: numbers.nowMs });
}

async function waitFor(
  run: VoidRun,
  sale: Sale,
  payment: Payment,
  heard: 'nothing-asked' | 'no-answer',
): Promise<Result<VoidOutcome, Failure>> {
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
  run: VoidRun,
  sale: Sale,
  paymentId: string,
  verdict: BankVerdict,
): Promise<Result<VoidOutcome, Failure>> {
  const { services, around, tell } = run;
  const which = { saleId: sale.id, paymentId };
  if (verdict.kind === 'answered' || verdict.kind === 'refused-unread') {
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
  { services: { ledger, ports }, around, tell }: VoidRun,
  sale: Sale,
  paymentId: string,
  { kind, event, code }: Extract<BankVerdict, { kind: 'answered' | 'refused-unread' }>,
): Promise<Result<VoidOutcome, Failure>> {
  const which = { saleId: sale.id, paymentId };
  const facts = { isNumberTaken: kind === 'answered', chip: undefined };
  const stored = await storeAnswer(ledger, ports.random, which, event, facts);
  const isVoided = event.type === 'bank-approved';
  if (!stored.ok) {
    tell('outcome-stored', 'failed', stored.error.code);
    if (!isVoided) return stored;
    around.lockCards(which);
    return ok({ kind: 'not-recorded', sale, code: stored.error.code });
  }
  tell('outcome-stored', 'done');
  const after = stored.value;
  return ok(isVoided ? { kind: 'voided', sale: after } : { kind: 'declined', sale: after, code });
}
