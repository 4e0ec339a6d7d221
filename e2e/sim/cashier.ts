import { minor, type Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';

import type { PaymentStepNews } from '../../renderer/services/paying/payment-desk.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import { cartOf } from '../../renderer/services/recovery/recovery-writing.ts';
import { restOf, type PricedCart } from '../../renderer/services/books/sale-writing.ts';
import type { SlipWish } from '../../renderer/services/slips/slip-desk.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import { cashOf } from '../../renderer/stores/paying.ts';
import { signsFor } from './cardholder.ts';
import { CashiersAnswers, type AnswerParts } from './cashiers-answers.ts';
import { CounterScreen, type CashierNews } from './counter-screen.ts';
import type { Dice } from './dice.ts';
import type { DiscountDesk } from './discount-desk.ts';
import type { Habits } from './habits.ts';
import { askForBalance, giveBackWhatIsLeft, wonders } from './at-the-counter.ts';
import type { Life } from './life.ts';
import { takesLinkBack } from './link-desk.ts';
import type { PaperDesk } from './paper-desk.ts';
import type { ReturningCustomer, ReturningCustomers } from './returning-customers.ts';

/** What is on the counter; it outlives a crash, as the goods do. */
export interface Counter {
  cart: PricedCart | null;
  salesLeft: number;
  /** So often a supervisor still comes by. */
  visitsLeft: number;
  /** So often somebody may still come back for a promise that was refused. */
  returnsLeft: number;
}

const LARGE_FROM = 56_000;
const COMES_AFTER_MS = [500, 20_000] as const;

export interface CashierParts extends AnswerParts {
  readonly news: CashierNews;
  readonly discounts: DiscountDesk;
  readonly papers: PaperDesk;
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
  readonly #discounts: DiscountDesk;
  readonly #papers: PaperDesk;
  readonly #screen: CounterScreen;

  constructor(till: OpenTill, counter: Counter, life: Life, parts: CashierParts) {
    const { dice, habits, news, returning, found, discounts, papers } = parts;
    this.#papers = papers;
    this.#discounts = discounts;
    this.#found = found;
    this.#returning = returning;
    this.#answers = new CashiersAnswers(life, parts);
    this.#habits = habits;
    this.#till = till;
    this.#counter = counter;
    this.#life = life;
    this.#dice = dice;
    this.#news = news;
    this.#screen = new CounterScreen(till, news, () => this.#customerIsGone());
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
    const drawn = this.#dice.between(50, 60_000);
    // Some above what a tap may be without a PIN, and above what is ever promised without a line (P15, P17).
    return this.#discounts.priced(saleId, minor(drawn > LARGE_FROM ? 2 * drawn : drawn));
  }

  #customerIsGone(): void {
    if (this.#counter.cart === null) return;
    this.#counter.cart = null;
    this.#counter.salesLeft -= 1;
  }

  /** True when this customer is done with: has paid, or has gone. */
  async #serve(cart: PricedCart): Promise<boolean> {
    const known = await this.#till.checkout.saleOf(cart.saleId);
    this.#screen.sale = known.ok ? known.value : null;
    if (known.ok && known.value?.state === 'completed') return this.#finish(known.value.id);
    const way = this.#dice.pick(this.#habits.ways);
    if (way === 'goes') return this.#letGo(cart);
    if (this.#papers.isOnPaper()) return this.#enterPaper(cart);
    const settled = await this.#discounts.settled(cart, this.#screen.sale);
    this.#counter.cart = settled;
    const paid = way === 'cash' ? await this.#takeCash(settled) : await this.#takeCard(settled);
    return paid === null ? false : this.#finish(paid.id);
  }

  async #enterPaper(cart: PricedCart): Promise<boolean> {
    this.#news.begins(cart.saleId);
    const entered = await this.#papers.enter(cart);
    if (entered === null) return false;
    if (!entered.ok) {
      await this.#screen.failed('paper', cart, entered.error, []);
      return false;
    }
    await this.#screen.reads(cart, { kind: 'cash', sale: entered.value }, []);
    this.#screen.shows(entered.value, 'cash', null);
    return this.#finish(entered.value.id);
  }

  async #takeCash(cart: PricedCart): Promise<Sale | null> {
    const due = cart.totals.dueMinor;
    const received = minor(Math.ceil(due / 10_000) * 10_000);
    this.#news.begins(cart.saleId);
    const paid = await this.#till.checkout.payCash(cart, received);
    if (!paid.ok) return this.#screen.failed('cash', cart, paid.error, []);
    // Goods went back while the sale could not be read, of which a part was paid: it costs what it did.
    if (paid.value.state !== 'completed') {
      this.#news.told(`paid in part in cash, sale ${paid.value.id}`);
      return null;
    }
    await this.#screen.reads(cart, { kind: 'cash', sale: paid.value }, []);
    this.#screen.shows(paid.value, 'cash', null);
    return paid.value;
  }

  async #takeCard(cart: PricedCart): Promise<Sale | null> {
    const cardId = this.#dice.pick(this.#habits.cards);
    const patience = new AbortController();
    if (this.#dice.chance(0.1)) {
      void this.#life.wait(this.#dice.between(1_000, 25_000)).then(() => patience.abort());
    }
    const order = { cart, cardId, amountMinor: restOf(this.#screen.sale, cart.totals.dueMinor) };
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
    if (!paid.ok) return this.#screen.failed(`card ${cardId}`, cart, paid.error, steps);
    await this.#screen.reads(cart, paid.value, steps);
    const sold = this.#screen.hears(paid.value);
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
    this.#screen.sale = sale;
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
    if (!paid.ok) return void (await this.#screen.failed('cash for a loss', cart, paid.error, []));
    await this.#screen.reads(cart, { kind: 'cash', sale: paid.value }, [], true);
    this.#screen.shows(paid.value, 'cash', null);
    await this.#prints(cart.saleId, 'again');
  }

  async #makeUpByCard({ sale, tenderId, amountMinor, cardId }: ReturningCustomer): Promise<void> {
    const cart = cartOf(sale);
    const order = { cart, cardId: cardId ?? '', amountMinor, recovers: tenderId };
    const steps: PaymentStepNews[] = [];
    const patience = new AbortController();
    const desk = this.#answers.desk(patience.signal, steps);
    const paid = await this.#till.checkout.payCard(order, desk);
    if (!paid.ok)
      return void (await this.#screen.failed('card for a loss', cart, paid.error, steps));
    await this.#screen.reads(cart, paid.value, steps, true);
    if (this.#screen.hears(paid.value) !== null) await this.#prints(sale.id, 'again');
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
      await this.#screen.failed('letting go', cart, gone.error, []);
      return false;
    }
    await this.#screen.reads(cart, { kind: 'cancelled', sale: gone.value, cashBackMinor }, []);
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
}
