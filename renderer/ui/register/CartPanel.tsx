import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { CartActions } from './CartActions.tsx';
import { CartLines } from './CartLines.tsx';
import { CartNews } from './CartNews.tsx';
import { CartTotals } from './CartTotals.tsx';
import type { CounterActs } from './counter-acts.ts';
import { roomFor } from './room-for.ts';
import { useIsForNothing, usePricedCart } from './use-priced-cart.ts';
import styles from './CartPanel.module.css';

interface Props {
  readonly acts: CounterActs;
}

/** The sale on the counter. What stands below the lines never moves, whatever happens above. */
export function CartPanel({ acts }: Props) {
  const isKept = useTillState('cart', (state) => state.isKept);
  return (
    <aside className={styles['panel']} data-kept={isKept}>
      <Sale acts={acts} />
    </aside>
  );
}

/** A scan changes what stands in its parts, each of which asks for itself; the rest is left alone. */
const Sale = memo(function Sale({ acts }: Props) {
  const { t } = useTranslation('register');
  const note = useTillState('cart', (state) => state.cart.note);
  const customer = useTillState('cart', (state) => state.cart.customer);
  const said = [customer, note].filter((text) => text !== '').join(' · ');
  const isEmpty = useTillState('cart', (state) => state.cart.lines.length === 0);
  const isForNothing = useIsForNothing();
  return (
    <>
      <header className={styles['header']}>
        <div className={styles['title']}>
          <h1>{t('saleNumber')}</h1>
          <span className={styles['soft']}>{said === '' ? t('saleNumberHint') : said}</span>
        </div>
        <Button variant="quiet" keyCap="Ctrl+Del" isDisabled={isEmpty} onPress={acts.clear}>
          {t('clear')}
        </Button>
      </header>
      <CartLines />
      <CartNews />
      <CartTotals />
      <CartActions acts={acts} />
      <Button
        variant="primary"
        size="pay"
        keyCap="F9"
        isDisabled={isEmpty || isForNothing}
        onPress={acts.pay}
        trailing={<Due />}
      >
        {t('pay')}
      </Button>
    </>
  );
});

function Due() {
  const due = money(usePricedCart().totals.dueMinor);
  return (
    <span className={styles['amount']} data-digits={roomFor(due)}>
      {due}
    </span>
  );
}
