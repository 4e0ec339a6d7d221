import { priced } from '../../stores/priced-cart.ts';
import { useTillState } from '../stores-context.ts';

/** The cart with what it costs. */
export function usePricedCart() {
  const cart = useTillState('cart', (state) => state.cart);
  return { cart, ...priced({ cart }) };
}

/** There are goods, and nothing is to be paid for them: no tender is taken for that. */
export function useIsForNothing(): boolean {
  return useTillState(
    'cart',
    (state) => state.cart.lines.length > 0 && priced(state).totals.dueMinor === 0,
  );
}
