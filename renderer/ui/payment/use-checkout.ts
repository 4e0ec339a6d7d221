import { subtract, type Minor } from '../../../shared/domain/money.ts';
import type { OfflinePolicy } from '../../../shared/domain/parameters.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { priced } from '../../stores/cart-store.ts';
import { dueOf, isSold, restOf, type Paying } from '../../stores/paying.ts';
import { useTillState } from '../stores-context.ts';

/** What the columns of the payment screen share of the running payment. */
export interface Checkout {
  readonly paying: Paying;
  readonly dueMinor: Minor;
  readonly receivedMinor: Minor;
  readonly restMinor: Minor;
  readonly soldSale: Sale | null;
}

export function useCheckout(): Checkout {
  const paying = present(
    useTillState('checkout', (state) => state.paying),
    'a payment',
  );
  const cart = useTillState('cart', (state) => state.cart);
  const soldSale = isSold(paying.verdict) ? paying.verdict.sale : null;
  const cartDueMinor = priced({ cart }).totals.dueMinor;
  const dueMinor = dueOf(paying.sale, cartDueMinor);
  const restMinor = restOf(paying.sale, cartDueMinor);
  const receivedMinor = subtract(dueMinor, restMinor);
  return { paying, dueMinor, receivedMinor, restMinor, soldSale };
}

/** The bank's caps on what may be promised; null until the till knows its bank. */
export function useOfflinePolicy(): OfflinePolicy | null {
  return useTillState('till', ({ terminal }) => terminal?.parameters.offline ?? null);
}

export function useIsOnline(): boolean {
  return useTillState('till', ({ reach }) => reach.reach === 'online');
}
