import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { ChipNo } from '../../../shared/domain/emv/chip-record.ts';
import type { CardPresentation } from '../../../shared/contracts/card-presentation.ts';
import { judgeOffline } from '../../../shared/domain/offline-policy.ts';
import { outboxKey } from '../../../shared/domain/outbox.ts';
import { wasSold, type Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { draftPayment } from './payment-draft.ts';
import type { CardOutcome, PromiseAnswer, PromiseQuestion } from './payment-desk.ts';
import { presentCard, storedSale, type Outcome, type PaymentRun } from './payment-run.ts';
import { changeSale, commitSale } from '../books/sale-commit.ts';
import {
  afterFailedTry,
  completedIfPaid,
  outboxRow,
  paymentAfter,
  takesCard,
  voidNumberRow,
  withCardTender,
} from '../books/sale-writing.ts';

/** A promise that was refused is not made up for by another one (P13). */
export const ONLY_CERTAIN = 'recovery-needs-line';

/**
 * The offline way of a card payment (P7, P15–P19): the chip's own yes or the shop's promise, never
 * an approval. After a line that died in the middle the first payment is being reversed already,
 * and the new one says that it supersedes it.
 */
export async function payOffline(
  run: PaymentRun,
  paymentId: string,
  supersedes: string | null,
): Outcome {
  if (run.order.recovers !== undefined) return endUnpaid(run, supersedes, ONLY_CERTAIN);
  if (!run.around.clockTrusted) {
    // Whatever the card: no time, no window that could be kept (P20). It is not even read.
    run.tell('offline-decision', 'failed', 'clock-behind');
    return endUnpaid(run, supersedes, 'clock-behind');
  }
  const presented = await presentCard(run, paymentId, false);
  if (presented.kind === 'stopped') return endUnpaid(run, supersedes, 'stopped');
  if (presented.kind === 'not-read') return endWithFailure(run, supersedes, presented.failure);
  const asked = await questionOf(run, presented.card);
  if (!asked.ok) return endWithFailure(run, supersedes, asked.error);
  if ('refusedBy' in asked.value) {
    const { refusedBy } = asked.value;
    const { chipRefusal } = presented.card;
    return chipRefusal !== null && refusedBy === chipRefusal
      ? storeRefusal(run, paymentId, supersedes, presented.card, chipRefusal)
      : endUnpaid(run, supersedes, refusedBy);
  }
  const question = asked.value;
  const answer = await run.desk.choose(question);
  if (!answer.accept) return endUnpaid(run, supersedes, 'promise-not-accepted');
  // The question may have stood there for hours: the window ends all the same (P15, P20).
  if (run.around.offlineNowMs() >= question.latestSendingMs) {
    run.tell('offline-decision', 'failed', 'cap-age');
    return endUnpaid(run, supersedes, 'cap-age');
  }
  const allowed = await supervisorsYes(run, paymentId, question, answer);
  if (!allowed.ok) return endWithFailure(run, supersedes, allowed.error);
  const { latestSendingMs } = question;
  const { customerContact } = answer;
  return storePromise(run, paymentId, supersedes, presented.card, {
    latestSendingMs,
    customerContact,
  });
}

/** What the policy says, as a question to the cashier; or the code of its no. */
async function questionOf(
  run: PaymentRun,
  presented: CardPresentation,
): Promise<Result<PromiseQuestion | { readonly refusedBy: string }, Failure>> {
  const { around, order } = run;
  run.tell('offline-decision', 'running');
  const exposure = await around.exposureOf(presented.card.cardToken);
  if (!exposure.ok) return exposure;
  const { offline: policy } = around.terminal.parameters;
  const { amountMinor } = order;
  const { card, expired, notYetValid, hot, chipApproval, chipRefusal } = presented;
  const verdict = judgeOffline({
    policy,
    amountMinor,
    card,
    cardExpired: expired,
    cardNotYetValid: notYetValid,
    cardHot: hot,
    exposure: exposure.value,
    offlineNowMs: around.offlineNowMs(),
    clockTrusted: around.clockTrusted,
  });
  if (verdict.kind === 'refused') {
    run.tell('offline-decision', 'failed', verdict.code);
    return ok({ refusedBy: verdict.code });
  }
  if (chipRefusal !== null) {
    run.tell('offline-decision', 'failed', chipRefusal);
    return ok({ refusedBy: chipRefusal });
  }
  const chipApproved = chipApproval !== null;
  run.tell('offline-decision', 'warning', chipApproval?.code ?? '');
  const firstMs = exposure.value.oldestAtMs ?? around.offlineNowMs();
  const latestSendingMs = firstMs + policy.maxAgeMs;
  return ok({
    kind: 'promise',
    card,
    amountMinor,
    chipApproved,
    verdict,
    exposure: exposure.value,
    policy,
    latestSendingMs,
  });
}

/** Above a cap the yes of a supervisor and its reason are in the journal before the promise is. */
async function supervisorsYes(
  { services, order, tell }: PaymentRun,
  paymentId: string,
  { verdict }: PromiseQuestion,
  { supervisor }: Extract<PromiseAnswer, { accept: true }>,
): Promise<Result<null, Failure>> {
  if (verdict.kind === 'allowed') return ok(null);
  if (supervisor === null) return err(failure('role-missing', verdict.caps.join(' ')));
  const written = await services.ledger.commit(() => ({
    kind: 'supervisor-act',
    act: 'allow-above-cap',
    ...supervisor,
    outboxKey: outboxKey('stored-payment', paymentId),
    saleId: order.cart.saleId,
  }));
  if (!written.ok) return written;
  tell('supervisor', 'done');
  return ok(null);
}

async function storePromise(
  run: PaymentRun,
  paymentId: string,
  supersedes: string | null,
  presented: CardPresentation,
  promise: { readonly latestSendingMs: number; readonly customerContact: string },
): Outcome {
  const { ports, ledger } = run.services;
  const { cart, amountMinor } = run.order;
  const chip = presented.chipApproval;
  const { latestSendingMs, customerContact } = promise;
  const newTenderId = ports.random.uuid();
  const stored = await commitSale(ledger, 'completed', cart.saleId, (numbers, before) => {
    if (!takesCard(before, cart, amountMinor)) return null;
    const atMs = numbers.nowMs;
    const made = draftPayment(run, numbers, before, { paymentId, presented, supersedes });
    const payment = paymentAfter(
      made.payment,
      chip === null
        ? { type: 'promise-accepted', atMs, latestSendingMs }
        : { type: 'chip-approved', atMs, latestSendingMs, ...chip },
    );
    const sale = withCardTender(made.sale, newTenderId, amountMinor, payment);
    const done = completedIfPaid({ ...sale, customerContact }, numbers, ports.random);
    const { transactionNumber } = payment.core;
    const row = outboxRow('stored-payment', paymentId, transactionNumber, done.sale, atMs);
    return { sale: done.sale, outbox: [row, ...done.outbox] };
  });
  if (!stored.ok) {
    run.tell('outcome-stored', 'failed', stored.error.code);
    const kept = await recordedPromise(run, paymentId);
    if (!kept.ok) return err(stored.error);
    if (kept.value === null) return endWithFailure(run, supersedes, stored.error);
    return ok({ kind: 'provisional', sale: kept.value, chipApproved: chip !== null });
  }
  run.tell('outcome-stored', 'done');
  return ok({ kind: 'provisional', sale: stored.value, chipApproved: chip !== null });
}

/**
 * The chip's own no is kept with why (P17). Nothing of it goes to the bank: its number was given out,
 * and is declared unused (P2). What cannot be written is a no all the same.
 */
export async function storeRefusal(
  run: PaymentRun,
  paymentId: string,
  supersedes: string | null,
  presented: CardPresentation,
  code: ChipNo,
): Outcome {
  const { ports, ledger } = run.services;
  const { cart, amountMinor } = run.order;
  const newTenderId = ports.random.uuid();
  const stored = await commitSale(ledger, 'declined', cart.saleId, (numbers, before) => {
    if (!takesCard(before, cart, amountMinor)) return null;
    const { nowMs: atMs } = numbers;
    const made = draftPayment(run, numbers, before, { paymentId, presented, supersedes: null });
    const payment = paymentAfter(made.payment, { type: 'offline-refused', atMs, code });
    const sale = afterFailedTry(withCardTender(made.sale, newTenderId, amountMinor, payment));
    const { transactionNumber } = payment.core;
    return { sale, outbox: [voidNumberRow(ports.random.uuid(), transactionNumber, sale, atMs)] };
  });
  const said = wordOfChip(presented, code);
  return stored.ok ? ok(notOffline(said, stored.value)) : endUnpaid(run, supersedes, said);
}

/** Why the chip said no, in a word that helps its holder more than Z1 does (F27). */
export function wordOfChip({ chip }: CardPresentation, code: ChipNo): string {
  const isBlocked = chip.steps.some(({ sets }) => sets.includes('pin-tries-exceeded'));
  return isBlocked ? 'pin-blocked' : code;
}

/** A promise that was called failed may be in the journal: then it is made, and counts (P9). */
async function recordedPromise(
  run: PaymentRun,
  paymentId: string,
): Promise<Result<Sale | null, Failure>> {
  const sale = await storedSale(run);
  if (!sale.ok) return sale;
  const isThere = sale.value?.payments.some(({ id }) => id === paymentId) === true;
  return ok(isThere ? sale.value : null);
}

/** No promise was made. A sale whose first payment is being reversed is no longer being paid. */
async function endUnpaid(run: PaymentRun, supersedes: string | null, code: string): Outcome {
  const before = await storedSale(run);
  if (!before.ok) return before;
  const sale = before.value;
  if (sale === null || supersedes === null) return ok(notOffline(code, sale));
  const { ledger } = run.services;
  const ended = await changeSale(ledger, 'abandoned', sale.id, (_numbers, now) =>
    wasSold(now) ? null : { sale: afterFailedTry(now), outbox: [] },
  );
  return ended.ok ? ok(notOffline(code, ended.value)) : ended;
}

export function notOffline(code: string, sale: Sale | null): CardOutcome {
  return code === 'stopped' ? { kind: 'stopped', sale } : { kind: 'not-offline', code, sale };
}

async function endWithFailure(run: PaymentRun, supersedes: string | null, error: Failure): Outcome {
  const ended = await endUnpaid(run, supersedes, error.code);
  return ended.ok ? err(error) : ended;
}
