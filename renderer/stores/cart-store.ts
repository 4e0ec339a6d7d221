import { createStore } from 'zustand/vanilla';
import { addProduct, EMPTY_CART, type Cart } from '../../shared/domain/cart.ts';
import { priceCart, type PricedSale } from '../../shared/domain/pricing.ts';
import type { Product } from '../../shared/domain/product.ts';
import type { TillPorts } from '../ports.ts';

/** What is on the counter before money is at stake. */
export interface CartState {
  readonly cart: Cart;
  readonly scan: (product: Product) => void;
  readonly clear: () => void;
}

export function createCartStore({ random }: Pick<TillPorts, 'random'>) {
  return createStore<CartState>()((set, get) => ({
    cart: EMPTY_CART,
    scan: (product) => {
      const next = addProduct(get().cart, product, 1000, random.uuid());
      if (next.ok) set({ cart: withSaleId(next.value, random) });
    },
    clear: () => set({ cart: EMPTY_CART }),
  }));
}

/** Shelf prices of the shop contain the tax. */
export function priced({ cart }: Pick<CartState, 'cart'>): PricedSale {
  return priceCart(cart, 'inclusive');
}

/** One id from the first line on: whatever is pressed later pays for this sale and no other (P8). */
function withSaleId(cart: Cart, { uuid }: TillPorts['random']): Cart {
  return cart.saleId === '' ? { ...cart, saleId: uuid() } : cart;
}
