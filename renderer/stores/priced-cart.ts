import type { Cart } from '../../shared/domain/cart.ts';
import { subtract } from '../../shared/domain/money.ts';
import { priceCart, type PricedSale } from '../../shared/domain/pricing.ts';
import { rightsNeeded } from '../../shared/domain/rights.ts';
import type { AllowedAct } from '../services/paying/allowed-act.ts';

const PRICED = new WeakMap<Cart, PricedSale>();

/** Shelf prices of the shop contain the tax. Computed once a change, however many show it. */
export function priced({ cart }: { readonly cart: Cart }): PricedSale {
  const known = PRICED.get(cart);
  if (known !== undefined) return known;
  const sale = priceCart(cart, 'inclusive');
  PRICED.set(cart, sale);
  return sale;
}

/** What this change asks of whoever may not make it alone (A28). */
export function actsNeeded(before: Cart, after: Cart): readonly AllowedAct[] {
  const needed = rightsNeeded(before, after);
  if (needed.length === 0) return [];
  const [was, is] = [priced({ cart: before }).totals, priced({ cart: after }).totals];
  return needed.map((right) => ({
    right,
    saleId: before.saleId,
    amountMinor: right === 'delete' ? subtract(was.grossMinor, is.grossMinor) : is.discountMinor,
  }));
}
