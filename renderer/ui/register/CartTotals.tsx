import { useTranslation } from 'react-i18next';
import { negate } from '../../../shared/domain/money.ts';
import type { SaleLine } from '../../../shared/domain/sale.ts';
import { money, plainAmount, quantityText } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { discountText } from './discount-text.ts';
import { roomFor } from './room-for.ts';
import { usePricedCart } from './use-priced-cart.ts';
import styles from './CartPanel.module.css';

/** Both soft lines are always there: a discount must not push the pay button. */
export function CartTotals() {
  const { t } = useTranslation('register');
  const { lines, totals } = usePricedCart();
  const saleDiscount = useTillState('cart', (state) => state.cart.saleDiscount);
  const due = money(totals.dueMinor);
  const counted = countOf(lines, t('pieces', { count: piecesOf(lines) }));
  return (
    <div className={styles['totals']}>
      <p className={styles['sum']}>
        <span>
          {t('subtotal', { lines: lines.length })} {counted}
        </span>
        <span>{plainAmount(totals.grossMinor)}</span>
      </p>
      <p className={styles['sum']} data-testid="discounts">
        <span>
          {t('discounts')} {discountText(saleDiscount)}
        </span>
        <span className={totals.discountMinor > 0 ? styles['taken'] : undefined}>
          {plainAmount(negate(totals.discountMinor))}
        </span>
      </p>
      <p className={styles['total']}>
        <span>{t('total')}</span>
        <output className={styles['due']} data-testid="total" data-digits={roomFor(due)}>
          {due}
        </output>
      </p>
    </div>
  );
}

function piecesOf(lines: readonly SaleLine[]): number {
  const pieces = lines.filter(({ unit }) => unit === 'piece');
  return pieces.reduce((sum, line) => sum + line.quantityMilli, 0) / 1000;
}

/** Pieces and kilograms are not added to each other: `· 6 pcs · 0.642 kg`. */
function countOf(lines: readonly SaleLine[], pieces: string): string {
  const weighed = lines.filter(({ unit }) => unit === 'kg');
  const grams = weighed.reduce((sum, line) => sum + line.quantityMilli, 0);
  const parts = [
    weighed.length < lines.length && pieces,
    weighed.length > 0 && `${quantityText(grams)} kg`,
  ];
  return parts
    .filter(Boolean)
    .map((part) => `· ${part}`)
    .join(' ');
}
