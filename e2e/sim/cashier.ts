import type { Failure } from '../../shared/contracts/error-codes.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';

import type { CardOutcome, PaymentStepNews } from '../../renderer/services/paying/payment-desk.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import { cartOf } from '../../renderer/services/recovery/recovery-writing.ts';
import { restOf, type PricedCart } from '../../renderer/services/books/sale-writing.ts';
import type { SlipWish } from '../../renderer/services/slips/slip-desk.ts';
import { pricedCart } from '../../renderer/services/testing/bench-till.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import { cashOf, type Verdict } from '../../renderer/stores/paying.ts';
import { concludeStep } from '../../renderer/stores/step-conclusion.ts';
import { signsFor } from './cardholder.ts';
import { CashiersAnswers, type AnswerParts, type Saying } from './cashiers-answers.ts';
import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';
import { askForBalance, giveBackWhatIsLeft, wonders } from './at-the-counter.ts';
import type { Life } from './life.ts';
import { takesLinkBack, type LinkNews } from './link-desk.ts';
import type { ReturningCustomer, ReturningCustomers } from './returning-customers.ts';
import { triedInVain } from './tried-in-vain.ts';
import { wordsOfVerdict, type Words } from './screen.ts';

/** What somebody at the counter was shown: from then on it must be true. */
export interface Shown {
  readonly saleId: string;
  /** `cash` and `approved` are certain, `provisional` is a promise; `not-paid` names the payment. */
  readonly as: 'cash' | 'approved' | 'provisional' | 'not-paid';
  readonly paymentId: string | null;
  readonly amountMinor: number;
}

export interface CashierNews extends Pick<LinkNews, 'told' | 'freed'>, Saying {
  readonly shown: (shown: Shown) => void;
  /** Somebody begins to take money for this sale: what follows is said of that. */
  readonly begins: (saleId: string) => void;
  /** How the step ended: whoever reads it finds the bar as it was told before. */
  readonly concludes: (saleId: string, words: Words) => void;
}

/** What is on the counter; it outlives a crash, as the goods do. */
export interface Counter {
  cart: PricedCart | null;
  salesLeft: number;
  /** So often a supervisor still comes by. */
  visitsLeft: number;
  /** So often somebody may still come back for a promise that was refused. */
  returnsLeft: number;
}

const COMES_AFTER_MS = [500, 20_000] as const;

export interface CashierParts extends AnswerParts {
  readonly news: CashierNews;
  /** Customers who come back for what the bank refused later (P13). */
  readonly returning: ReturningCustomers;
  /** What the strip above the register tells of what was under way (F01–F04). */
  readonly found: () => readonly FoundSale[];
}

/** A cashier with a queue of customers: sells, waits, loses patience, tries again. */
export class Cashier {
  readonly #till: OpenTill;
  readonly #counter: Counter;
  readonly #life: Life;
  readonly #dice: Dice;
  readonly #habits: Habits;
  readonly #news: CashierNews;
  readonly #answers: CashiersAnswers;
  readonly #returning: ReturningCustomers;
  readonly #found: CashierParts['found'];
  /** What of this cart is recorded, as it was when the customer began to pay. */
  #sale: Sale | null = null;

  constructor(till: OpenTill, counter: Counter, life: Life, parts: CashierParts) {
    const { dice, habits, news, returning, found } = parts;
    this.#found = found;
    this.#returning = returning;
    this.#answers = new CashiersAnswers(life, parts);
    this.#habits = habits;
    this.#till = till;
    this.#counter = counter;
    this.#life = life;
    this.#dice = dice;
    this.#news = news;
  }

  /** Until everybody has been served; a crash ends it wherever it is. */
  async work(newId: () => string): Promise<void> {
    // Whoever stood there when the till stopped may not be there any more.
    if (this.#dice.chance(0.3)) this.#customerIsGone();
    while (this.#counter.salesLeft > 0) {
      const isSame = this.#counter.cart !== null;
      const { comesAfterMs = COMES_AFTER_MS } = this.#habits;
      const pause = isSame ? ([200, 4_000] as const) : comesAfterMs;
      await this.#life.wait(this.#dice.between(...pause));
      await giveBackWhatIsLeft(this.#till, this.#found(), this.#counter, this.#news);
      if (this.#counter.cart === null) await this.#mayMakeUp();
      this.#counter.cart ??= this.#nextCart(newId());
      if (await this.#serve(this.#counter.cart)) this.#customerIsGone();
    }
    while (this.#counter.returnsLeft > 0) {
      await this.#life.wait(this.#dice.between(5_000, 40_000));
      await this.#mayMakeUp();
    }
    // What is still being asked about may turn out to be a part of which the rest is due (10).
    for (let looks = 0; looks < 40; looks += 1) {
      await this.#life.wait(30_000);
      await giveBackWhatIsLeft(this.#till, this.#found(), this.#counter, this.#news);
    }
  }

  #nextCart(saleId: string): PricedCart {
    this.#till.checkout.begin(saleId);
    return pricedCart(saleId, minor(this.#dice.between(50, 60_000)));
  }

  #customerIsGone(): void {
    if (this.#counter.cart === null) return;
    this.#counter.cart = null;
    this.#counter.salesLeft -= 1;
  }

  /** True when this customer is done with: has paid, or has gone. */
  async #serve(cart: PricedCart): Promise<boolean> {
    const known = await this.#till.checkout.saleOf(cart.saleId);
    this.#sale = known.ok ? known.value : null;
    if (known.ok && known.value?.state === 'completed') return this.#finish(known.value.id);
    const way = this.#dice.pick(this.#habits.ways);
    if (way === 'goes') return this.#letGo(cart);
    const paid = way === 'cash' ? await this.#takeCash(cart) : await this.#takeCard(cart);
    return paid === null ? false : this.#finish(paid.id);
  }

  async #takeCash(cart: PricedCart): Promise<Sale | null> {
    const due = cart.totals.dueMinor;
    const received = minor(Math.ceil(due / 10_000) * 10_000);
    this.#news.begins(cart.saleId);
    const paid = await this.#till.checkout.payCash(cart, received);
    if (!paid.ok) return this.#failed('cash', cart, paid.error, []);
    await this.#reads(cart, { kind: 'cash', sale: paid.value }, []);
    this.#shows(paid.value, 'cash', null);
    return paid.value;
  }

  async #takeCard(cart: PricedCart): Promise<Sale | null> {
    const cardId = this.#dice.pick(this.#habits.cards);
    const patience = new AbortController();
    if (this.#dice.chance(0.1)) {
      void this.#life.wait(this.#dice.between(1_000, 25_000)).then(() => patience.abort());
    }
    const order = { cart, cardId, amountMinor: restOf(this.#sale, cart.totals.dueMinor) };
    const steps: PaymentStepNews[] = [];
    this.#news.begins(cart.saleId);
    if (wonders(this.#habits, this.#dice)) {
      await askForBalance(this.#till, cardId, this.#answers.desk(patience.signal, []), this.#news);
      this.#news.begins(cart.saleId);
    }
    const paid = await this.#till.checkout.payCard(
      order,
      this.#answers.desk(patience.signal, steps),
    );
    if (!paid.ok) return this.#failed(`card ${cardId}`, cart, paid.error, steps);
    await this.#reads(cart, paid.value, steps);
    const sold = this.#hears(paid.value);
    if (sold !== null) await signsFor(sold, this.#till, this.#life, this.#dice);
    return sold;
  }

  /** Somebody who heard of it comes back, and pays with another card or in cash. */
  async #mayMakeUp(): Promise<void> {
    if (this.#counter.returnsLeft <= 0) return;
    this.#counter.returnsLeft -= 1;
    const loss = await this.#returning.next();
    if (loss === null) return;
    const { sale, tenderId, amountMinor, cardId, isTwice } = loss;
    this.#sale = sale;
    const take = async (): Promise<void> => {
      this.#news.told(`comes back with ${cardId ?? 'cash'} for sale ${sale.id}`);
      if (!(await takesLinkBack(this.#till, loss, this.#news))) return;
      this.#news.begins(sale.id);
      if (cardId === null) await this.#makeUpInCash(cartOf(sale), tenderId, amountMinor);
      else await this.#makeUpByCard(loss);
    };
    await take();
    if (isTwice) await take();
  }

  async #makeUpInCash(cart: PricedCart, tenderId: string, amountMinor: Minor): Promise<void> {
    const paid = await this.#till.checkout.recoverInCash(cart.saleId, tenderId, amountMinor);
    if (!paid.ok) return void (await this.#failed('cash for a loss', cart, paid.error, []));
    await this.#reads(cart, { kind: 'cash', sale: paid.value }, [], true);
    this.#shows(paid.value, 'cash', null);
    await this.#prints(cart.saleId, 'again');
  }

  async #makeUpByCard({ sale, tenderId, amountMinor, cardId }: ReturningCustomer): Promise<void> {
    const cart = cartOf(sale);
    const order = { cart, cardId: cardId ?? '', amountMinor, recovers: tenderId };
    const steps: PaymentStepNews[] = [];
    const patience = new AbortController();
    const desk = this.#answers.desk(patience.signal, steps);
    const paid = await this.#till.checkout.payCard(order, desk);
    if (!paid.ok) return void (await this.#failed('card for a loss', cart, paid.error, steps));
    await this.#reads(cart, paid.value, steps, true);
    if (this.#hears(paid.value) !== null) await this.#prints(sale.id, 'again');
  }

  #hears(outcome: CardOutcome): Sale | null {
    const { kind, sale } = outcome;
    const payment = sale?.payments.at(-1) ?? null;
    switch (kind) {
      case 'approved':
      case 'provisional':
        // A part is in and the rest is due (10): no goods, and nobody says that it is sold.
        // Only then: whatever else is called approved must be sold, and the auditor looks (I3).
        if (outcome.sale.state !== 'completed' && payment?.status.state === 'approved-in-part') {
          this.#news.told(`approved in part, sale ${outcome.sale.id}`);
          return null;
        }
        this.#shows(outcome.sale, kind, payment?.id ?? null);
        return outcome.sale;
      case 'declined':
      case 'taken-back':
      case 'not-offline':
      case 'stopped':
        if (sale !== null) this.#shows(sale, 'not-paid', triedInVain(sale)?.id ?? null);
        return null;
      case 'not-recorded':
        this.#news.told(`not recorded: ${outcome.code}`);
        return null;
    }
  }

  async #letGo(cart: PricedCart): Promise<boolean> {
    const { saleId } = cart;
    const known = await this.#till.checkout.saleOf(saleId);
    if (!known.ok) return false;
    if (known.value === null) return true;
    const cashBackMinor = cashOf(known.value);
    this.#news.begins(saleId);
    const gone = await this.#till.checkout.cancel(saleId);
    if (!gone.ok) {
      await this.#failed('letting go', cart, gone.error, []);
      return false;
    }
    await this.#reads(cart, { kind: 'cancelled', sale: gone.value, cashBackMinor }, []);
    return true;
  }

  /** The customer does not leave without paper; a printer that fails is tried once more. */
  async #finish(saleId: string): Promise<boolean> {
    if (!(await this.#prints(saleId, 'first'))) await this.#prints(saleId, 'again');
    return true;
  }

  async #prints(saleId: string, wish: SlipWish): Promise<boolean> {
    const printed = await this.#till.checkout.slips.print(saleId, wish);
    await this.#till.refresh();
    return printed.ok;
  }

  #shows(sale: Sale, as: Shown['as'], paymentId: string | null): void {
    const amountMinor: Minor = sale.totals.dueMinor;
    this.#news.shown({ saleId: sale.id, as, paymentId, amountMinor });
  }

  /** As the window does it: the records are asked and the bar is told before anybody reads. */
  async #reads(
    { saleId }: PricedCart,
    outcome: Verdict,
    steps: readonly PaymentStepNews[],
    isRecovery = false,
  ): Promise<void> {
    const before = this.#sale;
    const { verdict, sale } = await concludeStep(this.#till, { saleId, outcome, before });
    if (verdict !== null) {
      this.#news.concludes(saleId, wordsOfVerdict(verdict, sale, steps, isRecovery));
    }
  }

  async #failed(
    what: string,
    cart: PricedCart,
    failure: Failure,
    steps: readonly PaymentStepNews[],
  ): Promise<null> {
    await this.#reads(cart, { kind: 'failed', failure }, steps);
    this.#news.told(`${what} failed: ${failure.code} ${failure.detail}`);
    // Brought back meanwhile: the till says that nothing is taken for it, and to go on.
    if (failure.code === 'sale-voided') this.#customerIsGone();
    return null;
  }
}
