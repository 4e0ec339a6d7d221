import { priced } from '../../stores/cart-store.ts';
import { useTillState } from '../stores-context.ts';

/** The cart with what it costs. */
export function usePricedCart() {
  const cart = useTillState('cart', (state) => state.cart);
  return { cart, ...priced({ cart }) };
}
