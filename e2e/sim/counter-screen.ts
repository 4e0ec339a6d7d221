import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { CardOutcome, PaymentStepNews } from '../../renderer/services/paying/payment-desk.ts';
import type { PricedCart } from '../../renderer/services/books/sale-writing.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Verdict } from '../../renderer/stores/paying.ts';
import { concludeStep } from '../../renderer/stores/step-conclusion.ts';
import type { Saying } from './cashiers-answers.ts';
import type { LinkNews } from './link-desk.ts';
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

/** How each step at the counter has ended, as its customer and the cashier read it. */
export class CounterScreen {
  /** What of this cart is recorded, as it was when the customer began to pay. */
  sale: Sale | null = null;
  readonly #till: OpenTill;
  readonly #news: CashierNews;
  readonly #isGone: () => void;

  constructor(till: OpenTill, news: CashierNews, isGone: () => void) {
    this.#till = till;
    this.#news = news;
    this.#isGone = isGone;
  }

  hears(outcome: CardOutcome): Sale | null {
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
        this.shows(outcome.sale, kind, payment?.id ?? null);
        return outcome.sale;
      case 'declined':
      case 'taken-back':
      case 'not-offline':
      case 'stopped':
        if (sale !== null) this.shows(sale, 'not-paid', triedInVain(sale)?.id ?? null);
        return null;
      case 'not-recorded':
        this.#news.told(`not recorded: ${outcome.code}`);
        return null;
    }
  }

  shows(sale: Sale, as: Shown['as'], paymentId: string | null): void {
    const amountMinor: Minor = sale.totals.dueMinor;
    this.#news.shown({ saleId: sale.id, as, paymentId, amountMinor });
  }

  /** As the window does it: the records are asked and the bar is told before anybody reads. */
  async reads(
    { saleId }: PricedCart,
    outcome: Verdict,
    steps: readonly PaymentStepNews[],
    isRecovery = false,
  ): Promise<void> {
    const before = this.sale;
    const { verdict, sale } = await concludeStep(this.#till, { saleId, outcome, before });
    if (verdict !== null) {
      this.#news.concludes(saleId, wordsOfVerdict(verdict, sale, steps, isRecovery));
    }
  }

  async failed(
    what: string,
    cart: PricedCart,
    failure: Failure,
    steps: readonly PaymentStepNews[],
  ): Promise<null> {
    await this.reads(cart, { kind: 'failed', failure }, steps);
    this.#news.told(`${what} failed: ${failure.code} ${failure.detail}`);
    // Brought back meanwhile: the till says that nothing is taken for it, and to go on.
    if (failure.code === 'sale-voided') this.#isGone();
    return null;
  }
}
