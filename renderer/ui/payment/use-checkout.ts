import { minor, subtract, type Minor } from '../../../shared/domain/money.ts';
import type { OfflinePolicy } from '../../../shared/domain/parameters.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { priced } from '../../stores/cart-store.ts';
import type { Paying, Verdict } from '../../stores/checkout-store.ts';
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
  const soldSale = saleThatIsSold(paying.verdict);
  const dueMinor = soldSale?.totals.dueMinor ?? priced({ cart }).totals.dueMinor;
  const receivedMinor = soldSale === null ? minor(0) : dueMinor;
  const restMinor = subtract(dueMinor, receivedMinor);
  return { paying, dueMinor, receivedMinor, restMinor, soldSale };
}

export function saleThatIsSold(verdict: Verdict | null): Sale | null {
  switch (verdict?.kind) {
    case 'cash':
    case 'approved':
    case 'provisional':
      return verdict.sale;
    default:
      return null;
  }
}

/** The bank's caps on what may be promised; null until the till knows its bank. */
export function useOfflinePolicy(): OfflinePolicy | null {
  return useTillState('till', ({ terminal }) => terminal?.parameters.offline ?? null);
}

export function useIsOnline(): boolean {
  return useTillState('till', ({ reach }) => reach.reach === 'online');
}
