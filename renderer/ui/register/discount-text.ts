import type { Discount } from '../../../shared/domain/cart.ts';
import { negate } from '../../../shared/domain/money.ts';
import { plainAmount } from '../kit/money.ts';

/** `−10%`, `−12.5%`, or the amount: the same in both languages. */
export function discountText(discount: Discount): string {
  if (discount.kind === 'none') return '';
  if (discount.kind === 'amount') return plainAmount(negate(discount.amountMinor));
  const percent = plainAmount(discount.basisPoints).replace(/\.?0+$/, '');
  return `−${percent}%`;
}
