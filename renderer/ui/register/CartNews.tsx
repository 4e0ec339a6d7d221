import { useTranslation } from 'react-i18next';
import { money, quantityText } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { useProductName } from './product-name.ts';
import { useIsForNothing, usePricedCart } from './use-priced-cart.ts';
import styles from './CartPanel.module.css';

/**
 * What happened, for the ear (what was added, and the total after it) and for the eye (why nothing
 * happened). It lies over the end of the lines, so that nothing moves when it comes.
 */
export function CartNews() {
  const { t } = useTranslation('register');
  const fault = useTillState('cart', (state) => state.fault);
  const trouble = useTillState('cart', (state) => state.trouble);
  const isForNothing = useIsForNothing();
  const standing = isForNothing ? t('forNothing') : trouble && t(`trouble.${trouble}`);
  const news = fault === null ? standing : t(`fault.${fault}`);
  return (
    <div className={styles['news']}>
      <AddedNews />
      <output className={styles['shown']}>
        {news !== null && <span className={styles['warning']}>{news}</span>}
      </output>
    </div>
  );
}

function AddedNews() {
  const { t } = useTranslation('register');
  const nameOf = useProductName();
  const added = useTillState('cart', (state) => state.added);
  const { totals } = usePricedCart();
  return (
    <output className="visually-hidden">
      {added !== null &&
        t('added', {
          name: nameOf(added.product),
          quantity: quantityText(added.quantityMilli),
          total: money(totals.dueMinor),
        })}
    </output>
  );
}
