import { NO_CASH_ROUNDING, type CashRounding } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Product } from '../../../shared/domain/product.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { Checkout } from '../../services/paying/checkout.ts';
import type { Question } from '../../services/paying/payment-desk.ts';
import { benchTill } from '../../services/testing/bench-till.ts';
import { typedPin } from '../../services/testing/typed-pin.ts';
import { createCartStore } from '../cart-store.ts';
import { createCheckoutStore } from '../checkout-store.ts';

export type BenchTill = ReturnType<typeof benchTill>;

/** A counter with a cart and the payment over it; the stores are real, host and bank are not. */
export function benchCounter(till: BenchTill = benchTill()) {
  const line = { isUsable: true };
  const rounding: { now: CashRounding } = { now: NO_CASH_ROUNDING };
  const ports = { ...till.ports, store: till.store };
  const checkout = new Checkout({
    ports,
    ledger: till.ledger,
    outbox: till.outbox,
    surroundings: () => till.surroundings(line.isUsable),
    cashRounding: () => rounding.now,
    businessDayAt: (atMs) => new Date(atMs).toISOString().slice(0, 10),
    cardsChanged: () => undefined,
  });
  const cart = createCartStore(ports, (saleId) => checkout.begin(saleId));
  const bugs: string[] = [];
  const noteBug = async (bug: unknown) => {
    bugs.push(String(bug));
    const caughtUp = await till.ledger.catchUp().catch(() => null);
    return caughtUp?.ok === true;
  };
  const openTill = () => ({ checkout, refresh: () => Promise.resolve(), noteBug });
  const store = createCheckoutStore({ openTill, cart });
  const state = () => store.getState();

  /** Puts goods of this value on the counter and goes to pay. */
  const ringUp = (priceMinor: number): void => {
    cart.getState().scan(goods(priceMinor));
    state().startPaying();
  };

  /** Resolves when the running payment asks for this. */
  const asked = <Kind extends Question['kind']>(kind: Kind) =>
    until(() => {
      const question = state().paying?.question ?? null;
      return question?.kind === kind ? (question as Extract<Question, { kind: Kind }>) : null;
    });

  /** The card holder at the PIN pad, as the window brings it there and back. */
  const types = async (pin: string): Promise<void> =>
    state().answer('pin', await typedPin(await asked('pin'), pin));

  const sales = async (): Promise<Sale[]> => {
    const stored = await till.store.recentSales(100);
    return stored.ok ? stored.value : [];
  };

  return {
    till,
    fake: till.fake,
    checkout,
    cart,
    bugs,
    store,
    state,
    line,
    rounding,
    ringUp,
    asked,
    types,
    sales,
  };
}

async function until<Value>(found: () => Value | null): Promise<Value> {
  for (let turns = 0; turns < 10_000; turns += 1) {
    const value = found();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  throw new Error('what was waited for never came');
}

function goods(priceMinor: number): Product {
  const names = { nameZh: '货', nameEn: 'goods' };
  const facts = { sku: '', barcode: '', category: 'drinks', taxBasisPoints: 1300 };
  return {
    id: `goods-${priceMinor}`,
    ...names,
    ...facts,
    priceMinor: minor(priceMinor),
    unit: 'piece',
  };
}
