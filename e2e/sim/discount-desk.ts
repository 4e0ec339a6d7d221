import type { TillHost } from '../../shared/contracts/host.ts';
import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import { hasRight, type Right } from '../../shared/domain/operators.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import {
  openPayment,
  paidTenders,
  type PricedCart,
} from '../../renderer/services/books/sale-writing.ts';
import { pricedCart } from '../../renderer/services/testing/bench-till.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import { MADE_UP, SUPERVISOR, type Allows } from './step-up.ts';

/** Who may give no discount alone, and who may. */
const [LEARNER, EXPERIENCED] = ['03', '01'].map((id) =>
  present(
    DEMO_OPERATORS.find((one) => one.id === id),
    id,
  ),
);

/** What somebody does who may not do it alone; whatever it is, money is asked for right after. */
const WAYS = [
  ['asks', 50],
  ['asks-for-less', 10],
  ['asks-for-another-act', 8],
  ['wrong-pin', 6],
  ['made-up', 8],
  ['asks-nobody', 10],
  ['gives-none', 8],
] as const;

const WRONG_PIN = '9090';

interface Parts {
  readonly host: TillHost;
  readonly dice: Dice;
  /** Whether a cashier stands there now and then who has not all rights; null: nobody gives discounts. */
  readonly isLearning: boolean | null;
  readonly allows: Allows;
  readonly told: (line: string) => void;
}

/**
 * Discounts, and goods that leave the counter unsold (A28): by a cashier who may, and by one who may not
 * and asks the supervisor, or asks for less than is given, or for something else, or mistypes the PIN, or
 * asks nobody at all and takes the money. What the screens would not let happen is left to the host.
 */
export class DiscountDesk {
  readonly #till: Pick<OpenTill, 'checkout' | 'changeOperator'>;
  readonly #parts: Parts;
  /** By sale, what a supervisor has allowed in this window's life. */
  readonly #allowed = new Map<string, number>();

  constructor(till: Pick<OpenTill, 'checkout' | 'changeOperator'>, parts: Parts) {
    this.#till = till;
    this.#parts = parts;
  }

  /** Somebody else may stand there once a window opens again, whatever lies on the counter. */
  async takeOver(): Promise<void> {
    const { host, dice, isLearning, told } = this.#parts;
    if (isLearning !== true) return;
    const { id: operatorId, pin } = present(dice.chance(0.8) ? LEARNER : EXPERIENCED, 'a cashier');
    const about = await host.about();
    if (!about.ok || about.value.session?.operatorId === operatorId) return;
    const signedIn = await host.signIn({ operatorId, pin });
    told(`${operatorId} signs in: ${signedIn.ok ? 'done' : signedIn.error.code}`);
    if (signedIn.ok) this.#till.changeOperator(operatorId);
  }

  /** What is on the counter costs so much, or less. */
  priced(saleId: string, grossMinor: Minor): PricedCart {
    const cart = pricedCart(saleId, grossMinor);
    const { dice, isLearning } = this.#parts;
    if (isLearning === null || !dice.chance(isLearning ? 0.6 : 0.25)) return cart;
    return discounted(cart, minor(dice.between(1, Math.floor(grossMinor / 3))));
  }

  /** Before money is asked for: what is on the counter then. What is paid in part, or in doubt, stands still. */
  async settled(cart: PricedCart, sale: Sale | null): Promise<PricedCart> {
    const { host, isLearning } = this.#parts;
    if (isLearning !== true || (sale !== null && standsStill(sale))) return cart;
    const about = await host.about();
    const session = about.ok ? about.value.session : null;
    if (session === null) return cart;
    const { discountMinor } = cart.totals;
    if (discountMinor === 0) return hasRight(session, 'delete') ? cart : this.#fewer(cart, sale);
    if (hasRight(session, 'discount')) return cart;
    return discountMinor <= (this.#allowed.get(cart.saleId) ?? 0) ? cart : this.#asks(cart);
  }

  async #asks(cart: PricedCart): Promise<PricedCart> {
    const { host, dice, allows, told } = this.#parts;
    const { saleId, totals } = cart;
    const way = dice.pick(WAYS);
    told(`discount of ${totals.discountMinor} on ${saleId}: ${way}`);
    switch (way) {
      case 'asks':
        await this.#note('discount', cart, totals.discountMinor, await allows('discount'));
        return cart;
      case 'asks-for-less': {
        const less = minor(dice.between(0, totals.discountMinor - 1));
        await this.#note('discount', cart, less, await allows('discount'));
        return cart;
      }
      case 'asks-for-another-act':
        await this.#note('discount', cart, totals.discountMinor, await allows('delete'));
        return cart;
      case 'wrong-pin':
        await host.approve({ operatorId: SUPERVISOR.id, pin: WRONG_PIN, act: 'discount' });
        return cart;
      case 'made-up':
        await this.#note('discount', cart, totals.discountMinor, MADE_UP);
        return cart;
      case 'asks-nobody':
        return cart;
      case 'gives-none':
        return pricedCart(saleId, totals.grossMinor);
    }
  }

  /** Half of it is not wanted after all, while nothing of it is written down; on a yes it goes. */
  async #fewer(cart: PricedCart, sale: Sale | null): Promise<PricedCart> {
    const { dice, allows } = this.#parts;
    const { saleId, totals } = cart;
    if (sale !== null || totals.grossMinor < 100 || !dice.chance(0.1)) return cart;
    const half = minor(Math.floor(totals.grossMinor / 2));
    const approval = dice.chance(0.8) ? await allows('delete') : MADE_UP;
    const isAllowed = await this.#note('delete', cart, half, approval);
    return isAllowed ? pricedCart(saleId, minor(totals.grossMinor - half)) : cart;
  }

  async #note(
    right: Right,
    { saleId }: PricedCart,
    amountMinor: Minor,
    approval: Approval | null,
  ): Promise<boolean> {
    if (approval === null) return false;
    const noted = await this.#till.checkout.noteAllowed({ right, saleId, amountMinor }, approval);
    this.#parts.told(`${right} of ${amountMinor} allowed: ${noted.ok || noted.error.code}`);
    if (noted.ok && right === 'discount') this.#allowed.set(saleId, amountMinor);
    return noted.ok;
  }
}

const standsStill = (sale: Sale): boolean =>
  paidTenders(sale).length > 0 || openPayment(sale) !== null;

function discounted(cart: PricedCart, discountMinor: Minor): PricedCart {
  const dueMinor = minor(cart.totals.grossMinor - discountMinor);
  const lines = cart.lines.map((line) => ({ ...line, discountMinor, amountMinor: dueMinor }));
  return { ...cart, lines, totals: { ...cart.totals, discountMinor, dueMinor } };
}
