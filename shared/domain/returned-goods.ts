import { ONE_PIECE_MILLI } from './cart.ts';
import { sum, type Minor } from './money.ts';
import { multiplied } from './rounding.ts';
import type { SaleLine } from './sale.ts';

/** Goods of a sale that come back with a refund of it (A20). */
export interface ReturnedGoods extends Pick<
  SaleLine,
  'lineId' | 'productId' | 'nameZh' | 'nameEn' | 'unit' | 'quantityMilli'
> {
  readonly amountMinor: Minor;
}

/**
 * So much of a line, at what the customer has paid for it, discounts and tax included: the price of a
 * refund is the price of its sale, whatever the goods cost today. Halves go up, as on the sale.
 *
 * @param quantityMilli above zero, and no more than was sold
 */
export function returnedOf(line: SaleLine, quantityMilli: number): ReturnedGoods {
  const { lineId, productId, nameZh, nameEn, unit } = line;
  const amountMinor = multiplied(line.amountMinor, quantityMilli, line.quantityMilli, 'half-up');
  return { lineId, productId, nameZh, nameEn, unit, quantityMilli, amountMinor };
}

export const worthOf = (goods: readonly ReturnedGoods[]): Minor =>
  sum(goods.map(({ amountMinor }) => amountMinor));

/** Pieces come back one by one; what was weighed comes back as it was, or not. */
export function returnStep({ unit, quantityMilli }: Pick<SaleLine, 'unit' | 'quantityMilli'>) {
  return unit === 'piece' ? ONE_PIECE_MILLI : quantityMilli;
}
