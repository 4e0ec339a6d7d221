import { failure } from '../../../shared/contracts/error-codes.ts';
import type { CardPresentation } from '../../../shared/contracts/card-presentation.ts';
import { isPayable } from '../../../shared/domain/money.ts';
import type { ChipNo } from '../../../shared/domain/emv/chip-record.ts';
import { againVerdict, soldLossOf } from '../../../shared/domain/recovery.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { conclude, takeBack, waitForBank } from './attended-run.ts';
import type { BankVerdict } from './attended-wait.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { draftPayment } from './payment-draft.ts';
import {
  notOffline,
  ONLY_CERTAIN,
  payOffline,
  storeRefusal,
  wordOfChip,
} from './payment-offline.ts';
import {
  paymentRun,
  presentCard,
  storedSale,
  type CardOrder,
  type Outcome,
  type PaymentRun,
  type PaymentServices,
} from './payment-run.ts';
import { howToStart } from './payment-start.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { lossDecided } from '../recovery/recovery-cash.ts';
import { withRecoveryTry } from '../recovery/recovery-writing.ts';
import { commitSale, whyTooLate } from '../books/sale-commit.ts';
import {
  openPayment,
  openRest,
  paymentAfter,
  paymentIn,
  restOf,
  takesCard,
  takesMoney,
  unpayable,
  withCardTender,
} from '../books/sale-writing.ts';

/**
 * One attended card payment, from the card to a verdict (PROTOCOL P5–P8, P15).
 *
 *   card read ─▶ open reversals first ─▶ intent stored ─▶ authorise ─┬▶ answered ─▶ stored ─▶ verdict
 *       │                 │ no answer                                ├▶ no answer: ask, 20 s, choose
 *       │ no line         ▼                                          └▶ line dead: reversal stored,
 *       └──────────▶ offline decision ◀──────────────────────────────── a new payment supersedes it
 *                         └▶ promise accepted ─▶ stored ─▶ provisional
 *
 * A sale that has a payment in doubt is not paid for again: that very payment is asked about (P8).
 * Every arrow that moves money passes `ledger.commit` first (P9).
 */
export async function runCardPayment(
  services: PaymentServices,
  surroundings: PaymentSurroundings,
  order: CardOrder,
  desk: PaymentDesk,
): Outcome {
  const run = paymentRun(services, surroundings, order, desk);
  const before = await storedSale(run);
  if (!before.ok) return before;
  const sale = before.value;
  const inDoubt = sale === null ? null : openPayment(sale);
  if (sale !== null && inDoubt !== null) return goOnAsking(run, sale, inDoubt.id);
  const refusal = refusalOf(order, sale);
  if (refusal !== null) return err(refusal);
  const paymentId = services.ports.random.uuid();
  const start = await howToStart(run, services.outbox);
  if (start === 'stopped') return ok({ kind: 'stopped', sale });
  return start === 'online' ? payOnline(run, paymentId) : payOffline(run, paymentId, null);
}

/** A card pays what is left or a part of it, never more: change is given from cash only (A17, A18). */
function refusalOf({ cart, amountMinor, recovers }: CardOrder, sale: Sale | null) {
  if (recovers !== undefined) {
    const isOpen = soldLossOf(sale, recovers)?.core.amountMinor === amountMinor;
    return isOpen ? null : failure('loss-decided', recovers);
  }
  const unpaid = unpayable(cart);
  if (unpaid !== null) return unpaid;
  // Before the amount: of what is sold or voided nothing is left to pay, and that is not what is wrong.
  if (!takesMoney(sale)) return failure(whyTooLate(sale));
  if (!isPayable(amountMinor)) return failure('amount-invalid', String(amountMinor));
  const rest = restOf(sale, cart.totals.dueMinor);
  return amountMinor > rest ? failure('amount-over-rest', String(rest)) : null;
}

async function payOnline(run: PaymentRun, paymentId: string): Outcome {
  const presented = await presentCard(run, paymentId, true);
  if (presented.kind === 'not-read') return err(presented.failure);
  if (presented.kind === 'stopped' || run.desk.giveUp.aborted) {
    const before = await storedSale(run);
    return before.ok ? ok({ kind: 'stopped', sale: before.value }) : before;
  }
  const { chipRefusal } = presented.card;
  if (chipRefusal !== null) {
    // The card's own no before anybody is asked: nothing has left, nothing is owed (P17).
    return refusedByChip(run, paymentId, presented.card, chipRefusal);
  }
  if (await isBarred(run, presented.card)) return err(failure('card-barred'));
  const intent = await storeIntent(run, paymentId, presented.card);
  if (!intent.ok) {
    run.tell('intent-stored', 'failed', intent.error.code);
    return intent;
  }
  run.tell('intent-stored', 'done');
  return waitFor(run, intent.value, paymentId, presented.card.sealedPin, 'nothing-asked');
}

/** Kept with why (P17); beside a loss that is to be recovered it is no tender of that sale. */
async function refusedByChip(
  run: PaymentRun,
  paymentId: string,
  presented: CardPresentation,
  code: ChipNo,
): Outcome {
  if (run.order.recovers === undefined) return storeRefusal(run, paymentId, null, presented, code);
  const before = await storedSale(run);
  return before.ok ? ok(notOffline(wordOfChip(presented, code), before.value)) : before;
}

/** The very card that the issuer has refused for good is not asked about once more (P13). */
async function isBarred(run: PaymentRun, { card }: CardPresentation): Promise<boolean> {
  const { recovers } = run.order;
  if (recovers === undefined) return false;
  const sale = await storedSale(run);
  const loss = sale.ok ? soldLossOf(sale.value, recovers) : null;
  if (loss?.status.state !== 'refused') return false;
  const again = againVerdict(loss.status.code);
  // With its holder and the PIN it is another matter.
  return again !== 'may' && again !== 'needs-holder' && loss.card.cardToken === card.cardToken;
}

/**
 * Pressed again while the outcome is unknown, also after a restart: the same id, no new try (A15). Its
 * card is gone, and the PIN with it: where the bank never got the request it is taken back (P1, P6).
 */
function goOnAsking(run: PaymentRun, sale: Sale, paymentId: string): Outcome {
  const { amountMinor: asked } = paymentIn(sale, paymentId).core;
  // What comes in its place is for as much: a part, or all that is due by now.
  const isAll = asked === openRest(sale);
  const amountMinor = isAll ? restOf(sale, run.order.cart.totals.dueMinor) : asked;
  const same = { ...run, order: { ...run.order, amountMinor } };
  return waitFor(same, sale, paymentId, null, 'no-answer');
}

async function waitFor(
  run: PaymentRun,
  sale: Sale,
  paymentId: string,
  sealedPin: string | null,
  heard: 'nothing-asked' | 'no-answer',
): Outcome {
  const { operatorId } = run.around.place;
  const how = { operatorId, sealedPin, heard };
  const verdict = await waitForBank(run, paymentIn(sale, paymentId), how);
  return afterWait(run, sale, paymentId, verdict);
}

async function afterWait(
  run: PaymentRun,
  sale: Sale,
  paymentId: string,
  verdict: BankVerdict,
): Outcome {
  if (verdict.kind !== 'line-dead') return conclude(run, sale, paymentId, verdict);
  run.tell('line-dead', 'failed', verdict.fault.code);
  const which = { saleId: sale.id, paymentId };
  if (run.order.recovers !== undefined) {
    const reversing = await takeBack(run, which, 'given-up');
    return reversing.ok ? ok(notOffline(ONLY_CERTAIN, reversing.value)) : reversing;
  }
  const reversing = await takeBack(run, which, 'superseded');
  return reversing.ok ? payOffline(run, run.services.ports.random.uuid(), paymentId) : reversing;
}

async function storeIntent(run: PaymentRun, paymentId: string, presented: CardPresentation) {
  const { ledger, ports } = run.services;
  const { cart, amountMinor, recovers } = run.order;
  if (recovers !== undefined) return storeRecoveryIntent(run, paymentId, presented, recovers);
  const newTenderId = ports.random.uuid();
  return commitSale(ledger, 'intent', cart.saleId, (numbers, before) => {
    if (!takesCard(before, cart, amountMinor)) return null;
    const draft = { paymentId, presented, supersedes: null };
    const made = draftPayment(run, numbers, before, draft);
    const payment = paymentAfter(made.payment, { type: 'intent-stored', atMs: numbers.nowMs });
    return { sale: withCardTender(made.sale, newTenderId, amountMinor, payment), outbox: [] };
  });
}

async function storeRecoveryIntent(
  run: PaymentRun,
  paymentId: string,
  presented: CardPresentation,
  tenderId: string,
) {
  const { ledger } = run.services;
  const { saleId } = run.order.cart;
  const stored = await commitSale(ledger, 'intent', saleId, (numbers, before) => {
    // Asked before a number is taken: one that nobody uses would be a hole in the series (P2).
    if (soldLossOf(before, tenderId) === null) return null;
    const draft = { paymentId, presented, supersedes: null };
    const { payment } = draftPayment(run, numbers, before, draft);
    const asked = paymentAfter(payment, { type: 'intent-stored', atMs: numbers.nowMs });
    const tried = withRecoveryTry(before, tenderId, asked);
    return tried === null ? null : { sale: tried, outbox: [] };
  });
  return stored.ok ? stored : err(lossDecided(stored.error));
}
