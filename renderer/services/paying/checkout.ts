import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import type { CashRounding } from '../../../shared/domain/cash.ts';
import type { CashOfSale } from '../../../shared/domain/refund-of.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import { noteAllowed, type AllowedAct } from './allowed-act.ts';
import { askBalance, type BalanceOutcome } from './balance-enquiry.ts';
import { printBalance, type ToldBalance } from '../slips/balance-slip.ts';
import { cardDialogueNote } from './found-sales.ts';
import { CardSignatures } from './card-signatures.ts';
import { payCash } from './cash-payment.ts';
import type { CardOutcome, PaymentDesk } from './payment-desk.ts';
import { enterPaperSale, type PaperOrder } from './paper-sale.ts';
import { PayLinks } from '../recovery/pay-links.ts';
import { recoverInCash } from '../recovery/recovery-cash.ts';
import { runCardPayment } from './payment-runner.ts';
import type { CardOrder, PaymentServices } from './payment-run.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { cancelSale } from './sale-cancelling.ts';
import type { PricedCart } from '../books/sale-writing.ts';
import { recordedSale } from '../books/sale-reading.ts';
import type { HoldQuestion } from '../../../shared/contracts/hold-api.ts';
import type { OriginalQuestion } from '../../../shared/contracts/refund-api.ts';
import { voidWay } from '../../../shared/domain/voiding.ts';
import {
  findHold,
  openStepOn,
  runHoldStep,
  type FoundHold,
  type HoldOrder,
  type HoldOutcome,
} from './hold-money.ts';
import { SlipDesk } from '../slips/slip-desk.ts';
import {
  findRefundable,
  openRefundOf,
  refundSale,
  type Refundable,
  type RefundOrder,
  type RefundOutcome,
} from '../taking-back/refund-sale.ts';
import { refundInCash } from '../taking-back/refund-cash.ts';
import { UnrecordedPayments } from './unrecorded-payments.ts';
import type { VoidOrder } from '../taking-back/void-here.ts';
import { voidSale, type VoidOutcome } from '../taking-back/void-sale.ts';

export interface CheckoutParts extends PaymentServices {
  readonly surroundings: () => Omit<PaymentSurroundings, 'lockCards'>;
  readonly cashRounding: () => CashRounding;
  /** ISO date of the business day that a moment belongs to (P22). */
  readonly businessDayAt: (atMs: number) => string;
  /** Cards were locked or freed, a signature was told; a reversal that became durable must be sent. */
  readonly cardsChanged: (reversalWaits: boolean) => void;
}

/** Taking money for what is on the counter: each tender, the slip, the drawer, and the way back. */
export class Checkout {
  readonly slips: SlipDesk;
  readonly signatures: CardSignatures;
  readonly payLinks: PayLinks;
  readonly #parts: CheckoutParts;
  readonly #unrecorded: UnrecordedPayments;
  /** A payment and a void may run at once, each of a sale of its own. */
  readonly #attended = new Map<string, Set<Promise<unknown>>>();
  #isReaderTaken = false;

  constructor(parts: CheckoutParts) {
    const { ports, ledger } = parts;
    this.#parts = parts;
    const { terminal } = parts.surroundings();
    this.slips = new SlipDesk(ports, ledger, terminal, {
      isUnrecorded: (saleId) => this.isUnrecorded(saleId),
      underWay: (saleId) => {
        const steps = this.#attended.get(saleId);
        return steps === undefined ? null : Promise.allSettled(steps);
      },
    });
    this.#unrecorded = new UnrecordedPayments(ports, ledger, parts.cardsChanged);
    const around = {
      operatorId: () => parts.surroundings().place.operatorId,
      isMoneyUnderWay: () => this.#attended.size > 0,
      changed: () => parts.cardsChanged(false),
    };
    this.signatures = new CardSignatures(ports, ledger, around);
    this.payLinks = new PayLinks(ports, ledger, {
      ...around,
      terminal: () => parts.surroundings().terminal,
      isOnline: () => parts.surroundings().lineUsable,
      deliveredUpTo: () => parts.surroundings().deliveredUpTo(),
    });
  }

  /** An approval could not be recorded and is not taken back yet: no card is read (P9). */
  get cardsLocked(): boolean {
    return this.#unrecorded.any;
  }

  /** An approval of this very sale could not be recorded, and is still to be undone. */
  isUnrecorded(saleId: string): boolean {
    return this.#unrecorded.has(saleId);
  }

  /** Open payments of this sale are somebody's business already, here at the counter. */
  attends(saleId: string): boolean {
    return this.#attended.has(saleId) || this.isUnrecorded(saleId);
  }

  /** A cart has been given its id just now: nothing of it can be recorded anywhere. */
  begin(saleId: string): void {
    this.#parts.ledger.newSales.begin(saleId);
  }

  /** What of this cart is recorded, after an earlier tender, a try, or a restart: it is about to be paid. */
  async saleOf(saleId: string): Promise<Result<Sale | null, Failure>> {
    this.#parts.ledger.newSales.lookAhead(saleId);
    // What the journal holds of it will be undone: it is no news for the counter.
    if (this.isUnrecorded(saleId)) return err(NOT_TAKEN_BACK);
    return recordedSale(this.#parts.ledger, this.#parts.ports, saleId);
  }

  /** A supervisor lets the cashier do this (A28). */
  noteAllowed(act: AllowedAct, approval: Approval): Promise<Result<null, Failure>> {
    return noteAllowed(this.#parts.ledger, act, approval);
  }

  payCash(cart: PricedCart, receivedMinor: Minor): Promise<Result<Sale, Failure>> {
    return this.#attending(cart.saleId, () => this.#takeCash(cart, receivedMinor));
  }

  async #takeCash(cart: PricedCart, receivedMinor: Minor): Promise<Result<Sale, Failure>> {
    const { ports, ledger, surroundings, cashRounding } = this.#parts;
    // A card approval of this very sale that is still to be undone comes first: it is paid once.
    if (this.isUnrecorded(cart.saleId) && !(await this.#unrecorded.settle())) {
      return err(NOT_TAKEN_BACK);
    }
    const rounding = cashRounding();
    const { place } = surroundings();
    return payCash(ports, ledger, place, { cart, receivedMinor, rounding });
  }

  /** What was sold on paper before is entered: in cash, with a supervisor's word. */
  enterPaper(order: Omit<PaperOrder, 'rounding'>): Promise<Result<Sale, Failure>> {
    const { ports, ledger, surroundings, cashRounding, businessDayAt } = this.#parts;
    const place = {
      ...surroundings().place,
      businessDay: businessDayAt(order.paper.soldAtMs),
    };
    const whole = { ...order, rounding: cashRounding() };
    return this.#attending(order.cart.saleId, () => enterPaperSale(ports, ledger, place, whole));
  }

  async payCard(order: CardOrder, desk: PaymentDesk): Promise<Result<CardOutcome, Failure>> {
    if (this.isUnrecorded(order.cart.saleId)) return err(NOT_TAKEN_BACK);
    if (this.cardsLocked) return err(failure('cards-locked', 'an approval is not recorded'));
    const around = this.#around();
    return this.#attending(order.cart.saleId, () =>
      this.#payingAtReader(order.cart.saleId, order.amountMinor, () =>
        runCardPayment(this.#parts, around, order, desk),
      ),
    );
  }

  /**
   * There is one reader, and until the bank has spoken the card of one dialogue is in it: read again for
   * another, its chip counts on, and the bank takes what it said first for a copy (P17).
   */
  async #atReader<Done>(
    work: () => Promise<Result<Done, Failure>>,
  ): Promise<Result<Done, Failure>> {
    if (this.#isReaderTaken) return err(failure('reader-not-ready', 'another card is in it'));
    this.#isReaderTaken = true;
    try {
      return await work();
    } finally {
      this.#isReaderTaken = false;
    }
  }

  /**
   * Killed before the intent is written, the next start says that nothing was charged (F01). No flush
   * is waited for: the intent's own takes it along, and says more than it does.
   */
  #payingAtReader<Done>(
    saleId: string,
    amountMinor: Minor,
    work: () => Promise<Result<Done, Failure>>,
  ): Promise<Result<Done, Failure>> {
    const { store } = this.#parts.ports;
    return this.#atReader(async () => {
      try {
        await store.writeNote('card-dialogue', cardDialogueNote(saleId, amountMinor), 'relaxed');
        return await work();
      } finally {
        void store.writeNote('card-dialogue', '', 'relaxed');
      }
    });
  }

  #around(): PaymentSurroundings {
    const lockCards = this.#unrecorded.add.bind(this.#unrecorded);
    return { ...this.#parts.surroundings(), lockCards };
  }

  /** The customer came back: a refused promise is paid in cash (P13). */
  recoverInCash(
    saleId: string,
    tenderId: string,
    receivedMinor: Minor,
  ): Promise<Result<Sale, Failure>> {
    const { ports, ledger, surroundings, cashRounding } = this.#parts;
    const { operatorId } = surroundings().place;
    const order = { saleId, tenderId, receivedMinor, rounding: cashRounding(), operatorId };
    return this.#attending(saleId, async () => {
      if (this.isUnrecorded(saleId) && !(await this.#unrecorded.settle())) {
        return err(NOT_TAKEN_BACK);
      }
      return recoverInCash(ports, ledger, order);
    });
  }

  /** Takes a sale back in full; a supervisor's yes goes with it (P18, F38). */
  async voidSale(order: VoidOrder, desk: PaymentDesk): Promise<Result<VoidOutcome, Failure>> {
    if (this.isUnrecorded(order.saleId)) return err(NOT_TAKEN_BACK);
    const { ports, ledger } = this.#parts;
    const sale = this.cardsLocked ? await recordedSale(ledger, ports, order.saleId) : null;
    const asksNobody = sale?.ok === true && sale.value !== null && voidWay(sale.value) !== 'bank';
    if (this.cardsLocked && !asksNobody) {
      return err(failure('cards-locked', 'an approval is not recorded'));
    }
    const around = this.#around();
    return this.#attending(order.saleId, async () => {
      await this.slips.whenIdle();
      return voidSale(this.#parts, around, order, desk);
    });
  }

  /** The sale that a slip names, whichever till sold it, and how much of it is left. */
  findRefundable(
    question: Omit<OriginalQuestion, 'operatorId'>,
  ): Promise<Result<Refundable, Failure>> {
    const { operatorId } = this.#parts.surroundings().place;
    return findRefundable(this.#parts.ports.host, { ...question, operatorId });
  }

  /** Gives a part of a finished sale back; a supervisor's yes goes with it (P18, F38). */
  async refund(order: RefundOrder, desk: PaymentDesk): Promise<Result<RefundOutcome, Failure>> {
    const { cash } = order.original.of;
    if (cash !== undefined) return this.#refundCash(cash, order);
    if (this.cardsLocked) return err(failure('cards-locked', 'an approval is not recorded'));
    const { store, random } = this.#parts.ports;
    const open = await openRefundOf(store, order.original.of.paymentId);
    if (!open.ok) return open;
    const refundId = open.value?.id ?? random.uuid();
    if (open.value === null) this.begin(refundId);
    const around = this.#around();
    return this.#attending(refundId, () => refundSale(this.#parts, around, refundId, order, desk));
  }

  /** The hold that a slip names, whichever till made it, and what has become of it. */
  findHold(question: Omit<HoldQuestion, 'operatorId'>): Promise<Result<FoundHold, Failure>> {
    const { operatorId } = this.#parts.surroundings().place;
    return findHold(this.#parts.ports.host, { ...question, operatorId });
  }

  /** Holds an amount on a card, takes what it came to, or lets it go (decision 14). */
  async hold(order: HoldOrder, desk: PaymentDesk): Promise<Result<HoldOutcome, Failure>> {
    if (this.cardsLocked) return err(failure('cards-locked', 'an approval is not recorded'));
    const { store, random } = this.#parts.ports;
    const open = await openStepOn(store, order);
    if (!open.ok) return open;
    const id = open.value?.id ?? random.uuid();
    if (open.value === null) this.begin(id);
    const around = this.#around();
    const work = () => runHoldStep(this.#parts, around, id, order, desk);
    return this.#attending(id, () =>
      order.act === 'hold' ? this.#payingAtReader(id, order.amountMinor, work) : work(),
    );
  }

  async #refundCash(
    cash: CashOfSale,
    { original: _asked, ...wanted }: RefundOrder,
  ): Promise<Result<RefundOutcome, Failure>> {
    const { ports, ledger, surroundings, cashRounding } = this.#parts;
    const order = { ...wanted, cash, rounding: cashRounding() };
    const refunded = await this.#attending(cash.saleId, () =>
      refundInCash(ports, ledger, surroundings().place, order),
    );
    return refunded.ok ? ok({ kind: 'refunded', sale: refunded.value }) : refunded;
  }

  /** What is on a card; no sale is about it (P18). */
  async askBalance(cardId: string, desk: PaymentDesk): Promise<Result<BalanceOutcome, Failure>> {
    if (this.cardsLocked) return err(failure('cards-locked', 'an approval is not recorded'));
    const around = this.#parts.surroundings();
    return this.#atReader(() => askBalance(this.#parts, around, cardId, desk));
  }

  printBalance(told: ToldBalance): Promise<Result<PrintedSlip, Failure>> {
    const { ports, surroundings } = this.#parts;
    return printBalance(ports, surroundings().terminal, told);
  }

  async #attending<Done>(saleId: string, work: () => Promise<Done>): Promise<Done> {
    const running = work();
    const steps = this.#attended.get(saleId) ?? new Set();
    this.#attended.set(saleId, steps.add(running));
    try {
      return await running;
    } finally {
      steps.delete(running);
      if (steps.size === 0) this.#attended.delete(saleId);
    }
  }

  /** The customer goes: what was paid is given back, cards are reversed (P6). */
  cancel(saleId: string): Promise<Result<Sale, Failure>> {
    return cancelSale(this.#parts.ledger, saleId);
  }
}

/** Of this very sale: its customer may have been charged, so nobody says that nothing was (I9). */
const NOT_TAKEN_BACK = failure('outcome-not-recorded', 'an approval could not be taken back yet');
