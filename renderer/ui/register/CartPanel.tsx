import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { CartActions } from './CartActions.tsx';
import { CartLines } from './CartLines.tsx';
import { CartNews } from './CartNews.tsx';
import { CartTotals } from './CartTotals.tsx';
import type { RegisterDialog } from './register-dialog.ts';
import { roomFor } from './room-for.ts';
import { usePricedCart } from './use-priced-cart.ts';
import styles from './CartPanel.module.css';

interface Props {
  readonly onDialog: (dialog: RegisterDialog) => void;
  readonly onPay: () => void;
}

/** The sale on the counter. What stands below the lines never moves, whatever happens above. */
export function CartPanel({ onDialog, onPay }: Props) {
  const { t } = useTranslation('register');
  const { lines, totals } = usePricedCart();
  const note = useTillState('cart', (state) => state.cart.note);
  const due = money(totals.dueMinor);
  const isEmpty = lines.length === 0;
  return (
    <aside className={styles['panel']}>
      <header className={styles['header']}>
        <div className={styles['title']}>
          <h1>{t('saleNumber')}</h1>
          <span className={styles['soft']}>{note === '' ? t('saleNumberHint') : note}</span>
        </div>
        <Button
          variant="quiet"
          keyCap="Ctrl+Del"
          isDisabled={isEmpty}
          onPress={() => onDialog('clear')}
        >
          {t('clear')}
        </Button>
      </header>
      <CartLines />
      <CartNews />
      <CartTotals />
      <CartActions onDialog={onDialog} />
      <Button
        variant="primary"
        size="pay"
        keyCap="F9"
        isDisabled={isEmpty}
        onPress={onPay}
        trailing={
          <span className={styles['amount']} data-digits={roomFor(due)}>
            {due}
          </span>
        }
      >
        {t('pay')}
      </Button>
    </aside>
  );
}
