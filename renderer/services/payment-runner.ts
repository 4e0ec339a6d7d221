import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { CardPresentation } from '../../shared/contracts/host.ts';
import type { Minor } from '../../shared/domain/money.ts';
import { judgeOffline } from '../../shared/domain/offline-policy.ts';
import type { ReversalReason } from '../../shared/domain/payment.ts';
import type { SaleStep } from '../../shared/domain/journal.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { Ledger, Numbers } from './ledger-of-the-till.ts';
import type { OutboxRunner } from './outbox-runner.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import type { CardOutcome, PaymentDesk, PaymentStepName, PaymentStepNews } from './payment-desk.ts';
import { draftPayment, type PaymentDraft } from './payment-draft.ts';
import { goesOnline } from './payment-start.ts';
import { commitSale, type SaleChange } from './sale-commit.ts';
import { waitForAnswer, type BankVerdict } from './attended-wait.ts';
import {
  completedIfPaid,
  outboxRow,
  paymentAfter,
  paymentIn,
  reversalRow,
  withCardTender,
  withPayment,
  type PricedCart,
} from './sale-writing.ts';

/**
 * One attended card payment, from the card to a verdict (PROTOCOL P5–P8, P15).
 *
 *   card read ─▶ open reversals first ─▶ intent stored ─▶ authorise ─┬▶ answered ─▶ stored ─▶ verdict
 *       │                 │ no answer                                ├▶ no answer: ask, 20 s, choose
 *       │ no line         ▼                                          └▶ line dead: reversal stored,
 *       └──────────▶ offline decision ◀──────────────────────────────── a new payment supersedes it
 *                         └▶ promise accepted ─▶ stored ─▶ provisional
 *
 * Every arrow that moves money passes `ledger.commit` first (P9).
 */
export interface CardOrder {
  readonly cart: PricedCart;
  /** The sale as it stands, when an earlier tender or try has already made one. */
  readonly sale: Sale | null;
  readonly tenderId: string;
  readonly amountMinor: Minor;
  readonly cardId: string;
  readonly pin: string;
}

export interface PaymentServices {
  readonly ports: TillPorts;
  readonly ledger: Ledger;
  readonly outbox: OutboxRunner;
}

type Outcome = Promise<Result<CardOutcome, Failure>>;

export async function runCardPayment(
  services: PaymentServices,
  surroundings: PaymentSurroundings,
  order: CardOrder,
  desk: PaymentDesk,
): Outcome {
  const { ports } = services;
  const run = new CardPaymentRun(services, surroundings, order, desk);
  const paymentId = ports.random.uuid();
  const { lineUsable, terminal } = surroundings;
  const start = { lineUsable, wait: terminal.parameters.wait };
  if (await goesOnline(services.outbox, start, desk, (...news) => run.tell(...news))) {
    return run.online(paymentId);
  }
  return run.offline(paymentId, order.sale, null);
}

/** What the steps of one payment share; lives as long as the payment screen waits for it. */
class CardPaymentRun {
  readonly #services: PaymentServices;
  readonly #around: PaymentSurroundings;
  readonly #order: CardOrder;
  readonly #desk: PaymentDesk;

  constructor(
    services: PaymentServices,
    around: PaymentSurroundings,
    order: CardOrder,
    desk: PaymentDesk,
  ) {
    this.#services = services;
    this.#around = around;
    this.#order = order;
    this.#desk = desk;
  }

  tell(step: PaymentStepName, progress: PaymentStepNews['progress'], code = ''): void {
    this.#desk.tell({ step, progress, code, atMs: this.#services.ports.clock.nowMs() });
  }

  async online(paymentId: string): Outcome {
    const presented = await this.#presentCard(paymentId, true);
    if (!presented.ok) return presented;
    const intent = await this.#storeIntent(paymentId, presented.value);
    if (!intent.ok) return intent;
    this.tell('intent-stored', 'done');
    const sale = intent.value;
    const verdict = await waitForAnswer({
      host: this.#services.ports.host,
      clock: this.#services.ports.clock,
      wait: this.#around.terminal.parameters.wait,
      core: paymentIn(sale, paymentId).core,
      operatorId: this.#around.place.operatorId,
      sealedPin: presented.value.sealedPin,
      deliveredUpTo: this.#around.deliveredUpTo,
      probeLine: this.#around.probeLine,
      desk: this.#desk,
    });
    return this.#conclude(sale, paymentId, verdict);
  }

  async #conclude(sale: Sale, paymentId: string, verdict: BankVerdict): Outcome {
    switch (verdict.kind) {
      case 'answered':
        return this.#storeAnswer(sale, paymentId, verdict);
      case 'given-up':
        return this.#takeBack(sale, paymentId);
      case 'line-dead': {
        this.tell('line-dead', 'failed', verdict.fault.code);
        const reversing = await this.#storeReversal(sale, paymentId, 'superseded', 'paying');
        if (!reversing.ok) return reversing;
        return this.offline(this.#services.ports.random.uuid(), reversing.value, paymentId);
      }
    }
  }

  async #presentCard(
    paymentId: string,
    lineUsable: boolean,
  ): Promise<Result<CardPresentation, Failure>> {
    const { terminalId, parameters } = this.#around.terminal;
    this.tell('card-read', 'running');
    const presented = await this.#services.ports.host.presentCard({
      cardId: this.#order.cardId,
      pin: this.#order.pin,
      lineUsable,
      core: {
        id: paymentId,
        amountMinor: this.#order.amountMinor,
        currency: parameters.currency,
        terminalId,
      },
    });
    this.tell(
      'card-read',
      presented.ok ? 'done' : 'failed',
      presented.ok ? '' : presented.error.code,
    );
    return presented;
  }

  async #storeIntent(
    paymentId: string,
    presented: CardPresentation,
  ): Promise<Result<Sale, Failure>> {
    return this.#commitSale('intent', (numbers) => {
      const made = draftPayment(numbers, this.#draft(this.#order.sale, paymentId, presented, null));
      const payment = paymentAfter(made.payment, { type: 'intent-stored', atMs: numbers.nowMs });
      const { tenderId, amountMinor } = this.#order;
      return { sale: withCardTender(made.sale, tenderId, amountMinor, payment), outbox: [] };
    });
  }

  async #storeAnswer(
    sale: Sale,
    paymentId: string,
    { event, code }: Extract<BankVerdict, { kind: 'answered' }>,
  ): Outcome {
    const approved = event.type === 'bank-approved';
    const stored = await this.#commitSale(approved ? 'approved' : 'declined', (numbers) => {
      const payment = paymentAfter(paymentIn(sale, paymentId), event);
      const after = withPayment(sale, payment);
      if (approved) return completedIfPaid(after, numbers, this.#services.ports.random);
      return { sale: { ...after, state: 'not-paid' }, outbox: [] };
    });
    if (!stored.ok) {
      this.tell('outcome-stored', 'failed', stored.error.code);
      if (!approved) return stored;
      this.#around.lockCards(sale, paymentId);
      return ok({ kind: 'not-recorded', sale, code: stored.error.code });
    }
    this.tell('outcome-stored', 'done');
    if (approved) return ok({ kind: 'approved', sale: stored.value });
    return ok({ kind: 'declined', sale: stored.value, code });
  }

  /** The reversal is durable before anybody reads that the payment was given up (P5). */
  async #takeBack(sale: Sale, paymentId: string): Outcome {
    const reversing = await this.#storeReversal(sale, paymentId, 'given-up', 'not-paid');
    if (!reversing.ok) return reversing;
    return ok({ kind: 'taken-back', sale: reversing.value });
  }

  #storeReversal(
    sale: Sale,
    paymentId: string,
    reason: ReversalReason,
    state: Sale['state'],
  ): Promise<Result<Sale, Failure>> {
    return this.#commitSale('reversal-decided', (numbers) => {
      const atMs = numbers.nowMs;
      const event = { type: 'reversal-decided', atMs, reason } as const;
      const payment = paymentAfter(paymentIn(sale, paymentId), event);
      const after: Sale = { ...withPayment(sale, payment), state };
      return { sale: after, outbox: [reversalRow(payment, after, atMs)] };
    });
  }

  async offline(paymentId: string, sale: Sale | null, supersedes: string | null): Outcome {
    const presented = await this.#presentCard(paymentId, false);
    if (!presented.ok) return this.#endUnpaid(sale, supersedes, presented.error);
    this.tell('offline-decision', 'running');
    const exposure = await this.#around.exposureOf(presented.value.card.cardToken);
    if (!exposure.ok) return this.#endUnpaid(sale, supersedes, exposure.error);
    const { offline } = this.#around.terminal.parameters;
    const verdict = judgeOffline({
      policy: offline,
      amountMinor: this.#order.amountMinor,
      card: presented.value.card,
      cardExpired: presented.value.expired,
      cardHot: presented.value.hot,
      exposure: exposure.value,
      offlineNowMs: this.#around.offlineNowMs,
      clockTrusted: this.#around.clockTrusted,
    });
    if (verdict.kind === 'refused') {
      this.tell('offline-decision', 'failed', verdict.code);
      return this.#notOffline(sale, supersedes, verdict.code);
    }
    this.tell('offline-decision', 'warning');
    const firstMs = exposure.value.oldestAtMs ?? this.#around.offlineNowMs;
    const latestSendingMs = firstMs + offline.maxAgeMs;
    const answer = await this.#desk.choose({
      kind: 'promise',
      card: presented.value.card,
      chipApproved: presented.value.chipApproval !== null,
      verdict,
      latestSendingMs,
    });
    if (!answer.accept) return this.#notOffline(sale, supersedes, 'promise-not-accepted');
    return this.#storePromise(paymentId, sale, supersedes, presented.value, {
      latestSendingMs,
      customerContact: answer.customerContact,
    });
  }

  async #storePromise(
    paymentId: string,
    before: Sale | null,
    supersedes: string | null,
    presented: CardPresentation,
    promise: { readonly latestSendingMs: number; readonly customerContact: string },
  ): Outcome {
    const chip = presented.chipApproval;
    const { latestSendingMs, customerContact } = promise;
    const stored = await this.#commitSale('completed', (numbers) => {
      const atMs = numbers.nowMs;
      const made = draftPayment(numbers, this.#draft(before, paymentId, presented, supersedes));
      const payment = paymentAfter(
        made.payment,
        chip === null
          ? { type: 'promise-accepted', atMs, latestSendingMs }
          : { type: 'chip-approved', atMs, latestSendingMs, ...chip },
      );
      const { tenderId, amountMinor } = this.#order;
      const sale = withCardTender(made.sale, tenderId, amountMinor, payment);
      const done = completedIfPaid(
        { ...sale, customerContact },
        numbers,
        this.#services.ports.random,
      );
      const number = payment.core.transactionNumber;
      const row = outboxRow('stored-payment', paymentId, number, done.sale, atMs);
      return { sale: done.sale, outbox: [row, ...done.outbox] };
    });
    if (!stored.ok) return stored;
    return ok({ kind: 'provisional', sale: stored.value, chipApproved: chip !== null });
  }

  /** No promise was made. A sale whose first payment is being reversed ends as not paid. */
  async #notOffline(sale: Sale | null, supersedes: string | null, code: string): Outcome {
    if (sale === null || supersedes === null) return ok({ kind: 'not-offline', code, sale });
    const ended = await this.#commitSale('abandoned', () => ({
      sale: { ...sale, state: 'not-paid' },
      outbox: [],
    }));
    return ended.ok ? ok({ kind: 'not-offline', code, sale: ended.value }) : ended;
  }

  async #endUnpaid(sale: Sale | null, supersedes: string | null, error: Failure): Outcome {
    const ended = await this.#notOffline(sale, supersedes, error.code);
    return ended.ok ? err(error) : ended;
  }

  #draft(
    before: Sale | null,
    paymentId: string,
    presented: CardPresentation,
    supersedes: string | null,
  ): PaymentDraft {
    const { terminal, place } = this.#around;
    const { cart, amountMinor, tenderId } = this.#order;
    return {
      before,
      paymentId,
      presented,
      supersedes,
      terminal,
      place,
      cart,
      amountMinor,
      tenderId,
    };
  }

  #commitSale(
    step: SaleStep,
    make: (numbers: Numbers) => SaleChange,
  ): Promise<Result<Sale, Failure>> {
    return commitSale(this.#services.ledger, step, make);
  }
}
