import { minor, subtract, type Minor } from '../../../shared/domain/money.ts';
import type { OfflinePolicy } from '../../../shared/domain/parameters.ts';
import type { Sale, Tender } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { paidTenders, restOf } from '../../services/books/sale-writing.ts';
import { priced } from '../../stores/priced-cart.ts';
import { dueOf, isPartPaid, isSold, type Paying } from '../../stores/paying.ts';
import { useTillState } from '../stores-context.ts';

/** What the columns of the payment screen share of the running payment. */
export interface Checkout {
  readonly paying: Paying;
  readonly dueMinor: Minor;
  readonly receivedMinor: Minor;
  readonly restMinor: Minor;
  /** What stands so far: an earlier part in cash, a card that was approved for a part. */
  readonly taken: readonly Tender[];
  readonly soldSale: Sale | null;
  /** Something was taken and the rest is open: it is finished or given back, never just left. */
  readonly isPartPaid: boolean;
}

export function useCheckout(): Checkout {
  const paying = present(
    useTillState('checkout', (state) => state.paying),
    'a payment',
  );
  const cart = useTillState('cart', (state) => state.cart);
  const { sale, verdict, recovers } = paying;
  const soldSale = isSold(verdict) ? verdict.sale : null;
  if (recovers !== undefined) {
    const { amountMinor: dueMinor } = recovers;
    const receivedMinor = soldSale === null ? minor(0) : dueMinor;
    const restMinor = subtract(dueMinor, receivedMinor);
    const sums = { dueMinor, receivedMinor, restMinor, taken: [] };
    return { paying, ...sums, soldSale, isPartPaid: false };
  }
  const taken = sale === null ? [] : paidTenders(sale);
  const cartMinor = priced({ cart }).totals.dueMinor;
  const dueMinor = dueOf(sale, cartMinor);
  const restMinor = restOf(sale, cartMinor);
  const receivedMinor = subtract(dueMinor, restMinor);
  return {
    paying,
    dueMinor,
    receivedMinor,
    restMinor,
    taken,
    soldSale,
    isPartPaid: isPartPaid(sale),
  };
}

/** The bank's caps on what may be promised; null until the till knows its bank. */
export function useOfflinePolicy(): OfflinePolicy | null {
  return useTillState('till', ({ terminal }) => terminal?.parameters.offline ?? null);
}

export function useIsOnline(): boolean {
  return useTillState('till', ({ reach }) => reach.reach === 'online');
}
