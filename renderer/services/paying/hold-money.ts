import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { HoldAnswer, HoldQuestion } from '../../../shared/contracts/hold-api.ts';
import { mostCompleted, type HoldOf, type HoldStep } from '../../../shared/domain/hold.ts';
import { KIND_OF_ACT } from '../../../shared/domain/holding.ts';
import { isPayable, type Minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import {
  askAgain,
  askBank,
  askDurably,
  writtenIntent,
  type AskedEnd,
  type AskedIntent,
  type NothingSent,
} from './attended-ask.ts';
import { loneIds, lonePayment, type LoneIds } from './lone-payment.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { attendedRun, presentCard, type AttendedRun, type PaymentServices } from './payment-run.ts';
import { howToStart } from './payment-start.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { commitSale } from '../books/sale-commit.ts';
import { recordedSale } from '../books/sale-reading.ts';
import { openPayment, paymentIn } from '../books/sale-writing.ts';
import type { ReasonedApproval } from '../recovery/supervisor-acts.ts';

/** A hold as the bank has it at this moment, made at whatever till. */
export interface FoundHold {
  readonly of: HoldOf;
  readonly state: Extract<HoldAnswer, { found: true }>['state'];
  readonly maskedNumber: string;
  readonly lapsesAtMs: number;
}

/** An amount is held on a card, as its customer says it. */
export interface NewHold {
  readonly act: 'hold';
  readonly cardId: string;
  readonly amountMinor: Minor;
}

/** What it came to is taken of a hold: less, all of it, or a little above. */
export interface Completion {
  readonly act: 'complete';
  readonly hold: FoundHold;
  readonly amountMinor: Minor;
}

/** A hold is let go, all of it. */
export interface Release {
  readonly act: 'release';
  readonly hold: FoundHold;
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

export type HoldOrder = NewHold | Completion | Release;

export type HoldOutcome =
  | AskedEnd
  | NothingSent
  /** The card's own no before its bank was asked (P17): nothing was written, nothing sent. */
  | { readonly kind: 'refused-by-card'; readonly code: string };

/** What a slip names, asked of the bank (P18): what has become of it other tills know, not this one. */
export async function findHold(
  host: Pick<TillPorts['host'], 'findHold'>,
  question: HoldQuestion,
): Promise<Result<FoundHold, Failure>> {
  const asked = await host.findHold(question);
  if (!asked.ok) return err(failure(asked.error.code, asked.error.detail));
  const { answer } = asked.value;
  if (!answer.found) return err(failure('hold-not-found'));
  const { id: paymentId, state, maskedNumber, lapsesAtMs } = answer;
  const { terminalId, batchNumber, traceNumber, referenceNumber, authorisationCode } = answer;
  const { amountMinor, bookedAtMs } = answer;
  const place = { terminalId, batchNumber, traceNumber, referenceNumber, authorisationCode };
  return ok({
    of: { paymentId, ...place, amountMinor, bookedAtMs },
    state,
    maskedNumber,
    lapsesAtMs,
  });
}

/** What this till has asked for of this very hold and has no outcome of; null when there is nothing. */
export async function openStepOn(
  store: Pick<TillPorts['store'], 'openSales'>,
  order: HoldOrder,
): Promise<Result<Sale | null, Failure>> {
  if (order.act === 'hold') return ok(null);
  const open = await store.openSales();
  if (!open.ok) return open;
  const { paymentId } = order.hold.of;
  const step = open.value.find(({ hold }) => originalOf(hold)?.paymentId === paymentId);
  return ok(step ?? null);
}

/**
 * Holds an amount on a card, takes what it came to, or lets it go (decision 14), as an aggregate of its
 * own with this id, in the steps of a payment: the intent is durable before anything leaves (P9). Never
 * without a line (P18); whether a hold still stands is the bank's to say (I1).
 */
export async function runHoldStep(
  services: PaymentServices,
  around: PaymentSurroundings,
  id: string,
  order: HoldOrder,
  desk: PaymentDesk,
): Promise<Result<HoldOutcome, Failure>> {
  const run = attendedRun(services, around, desk);
  const before = await recordedSale(services.ledger, services.ports, id);
  if (!before.ok) return before;
  if (before.value !== null) return goOnAsking(run, before.value, order);
  const hindrance = hindranceOf(order);
  if (hindrance !== null) return err(hindrance);
  const ids = loneIds(services.ports.random, id);
  if (order.act === 'hold') return holdOnCard(run, ids, order);
  return askBank(run, 'hold-needs-line', () =>
    order.act === 'complete' ? storeCompletion(run, ids, order) : storeRelease(run, ids, order),
  );
}

/** Pressed again while its outcome is unknown: the same id, nothing is asked for twice (P8). */
async function goOnAsking(
  run: AttendedRun,
  sale: Sale,
  order: HoldOrder,
): Promise<Result<HoldOutcome, Failure>> {
  const open = openPayment(sale);
  const isSame = sale.hold?.act === order.act && sale.totals.dueMinor === amountOf(order);
  if (open === null || !isSame) {
    return err(failure('hold-not-possible', 'something else is under way'));
  }
  return askAgain(run, sale, open);
}

function hindranceOf(order: HoldOrder): Failure | null {
  const amountMinor = amountOf(order);
  if (!isPayable(amountMinor)) return failure('amount-invalid', String(amountMinor));
  if (order.act === 'hold') return null;
  const { state, of } = order.hold;
  if (state !== 'standing') return failure('hold-not-possible', state);
  const mostMinor = mostCompleted(of.amountMinor);
  return amountMinor > mostMinor ? failure('amount-over-hold', String(mostMinor)) : null;
}

/** A release is always of all of it. */
function amountOf(order: HoldOrder): Minor {
  return order.act === 'release' ? order.hold.of.amountMinor : order.amountMinor;
}

async function holdOnCard(
  run: AttendedRun,
  ids: LoneIds,
  order: NewHold,
): Promise<Result<HoldOutcome, Failure>> {
  const start = await howToStart(run, run.services.outbox);
  if (start === 'stopped') return ok({ kind: 'stopped' });
  if (start === 'offline') return err(failure('hold-needs-line'));
  const atReader = { ...run, order: { ...order, isHold: true } } as const;
  const presented = await presentCard(atReader, ids.paymentId, true);
  if (presented.kind === 'not-read') return err(presented.failure);
  if (presented.kind === 'stopped' || run.desk.giveUp.aborted) return ok({ kind: 'stopped' });
  const { card, chip, sealedCard, sealedPin, chipRefusal } = presented.card;
  if (chipRefusal !== null) return ok({ kind: 'refused-by-card', code: chipRefusal });
  const asked = { amountMinor: order.amountMinor, sealedCard, card, chip };
  return askDurably(run, () => storeIntent(run, ids, { act: 'hold' }, asked), sealedPin);
}

function storeCompletion(run: AttendedRun, ids: LoneIds, { hold, amountMinor }: Completion) {
  const card = { maskedNumber: hold.maskedNumber };
  return storeIntent(run, ids, { act: 'complete', of: hold.of }, { amountMinor, card });
}

type Asked = Omit<Parameters<typeof lonePayment>[3], 'kind' | 'currency' | 'originalId'>;

async function storeIntent(
  run: AttendedRun,
  ids: LoneIds,
  step: HoldStep,
  asked: Asked,
): Promise<Result<AskedIntent, Failure>> {
  const { saleId, paymentId } = ids;
  const stored = await commitSale(run.services.ledger, 'intent', saleId, (numbers, before) =>
    before === null
      ? {
          sale: {
            ...lonePayment(ids, run.around.place, numbers, askedFor(run, step, asked)),
            hold: step,
          },
          outbox: [],
        }
      : null,
  );
  return stored.ok
    ? ok({ sale: stored.value, payment: paymentIn(stored.value, paymentId) })
    : stored;
}

/** With the supervisor's word in one record: neither is there without the other (P9, F38). */
async function storeRelease(
  run: AttendedRun,
  ids: LoneIds,
  { hold, approval }: Release,
): Promise<Result<AskedIntent, Failure>> {
  const { saleId, paymentId } = ids;
  const { supervisorId, approvalId, reason } = approval;
  const step = { act: 'release', of: hold.of } as const;
  const { maskedNumber } = hold;
  const { amountMinor } = hold.of;
  const asked = askedFor(run, step, { amountMinor, card: { maskedNumber }, supervisorId });
  const written = await run.services.ledger.commit((numbers) => {
    const who = { supervisorId, approvalId, reason };
    const releasing = { ...lonePayment(ids, run.around.place, numbers, asked), hold: step };
    return { kind: 'supervisor-act', act: 'release', ...who, outboxKey: '', saleId, releasing };
  }, saleId);
  return written.ok ? writtenIntent(run, saleId, paymentId) : written;
}

function askedFor({ around }: AttendedRun, step: HoldStep, asked: Asked) {
  const originalId = originalOf(step)?.paymentId;
  const { currency } = around.terminal.parameters;
  return {
    ...asked,
    kind: KIND_OF_ACT[step.act],
    currency,
    ...(originalId === undefined ? {} : { originalId }),
  };
}

function originalOf(step: HoldStep | undefined): HoldOf | null {
  return step === undefined || step.act === 'hold' ? null : step.of;
}
