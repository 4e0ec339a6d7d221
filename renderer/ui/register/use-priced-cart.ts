import { useMemo } from 'react';
import { priced } from '../../stores/cart-store.ts';
import { useTillState } from '../stores-context.ts';

/** The cart with what it costs; computed once a change. */
export function usePricedCart() {
  const cart = useTillState('cart', (state) => state.cart);
  return useMemo(() => ({ cart, ...priced({ cart }) }), [cart]);
}
