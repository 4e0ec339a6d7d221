import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { OneOfMany } from '../kit/Button.tsx';
import { useTillState } from '../stores-context.ts';
import type { CounterActs } from './counter-acts.ts';
import styles from './CartPanel.module.css';

interface Props {
  readonly acts: CounterActs;
}

/**
 * Upper row: the active line. Lower row: this line or the whole sale, and sales put aside. Eight
 * buttons that a scan does not change: they are not drawn again with the panel around them.
 */
export const CartActions = memo(function CartActions({ acts }: Props) {
  const { t } = useTranslation('register');
  const isEmpty = useTillState('cart', (state) => state.cart.lines.length === 0);
  const heldCount = useTillState('cart', (state) => state.held.length);
  const canStep = useTillState('cart', ({ cart }) =>
    cart.lines.some(
      ({ lineId, product }) => lineId === cart.activeLineId && product.unit === 'piece',
    ),
  );
  const common = { size: 'stacked', isDisabled: isEmpty } as const;
  return (
    <div className={styles['actions']}>
      <OneOfMany
        {...common}
        keyCap="−"
        aria-label={t('oneLess')}
        isDisabled={!canStep}
        onPress={acts.oneLess}
      >
        −1
      </OneOfMany>
      <OneOfMany
        {...common}
        keyCap="+"
        aria-label={t('oneMore')}
        isDisabled={!canStep}
        onPress={acts.oneMore}
      >
        +1
      </OneOfMany>
      <OneOfMany {...common} keyCap="F6" onPress={acts.quantity}>
        {t('quantity')}
      </OneOfMany>
      <OneOfMany {...common} keyCap="Del" onPress={acts.remove}>
        {t('remove')}
      </OneOfMany>
      <OneOfMany {...common} keyCap="F8" onPress={acts.discount}>
        {t('discount')}
      </OneOfMany>
      <OneOfMany {...common} keyCap="F7" onPress={acts.note}>
        {t('note')}
      </OneOfMany>
      <OneOfMany {...common} keyCap="F4" onPress={acts.hold}>
        {t('hold')}
      </OneOfMany>
      <OneOfMany {...common} keyCap="F5" isDisabled={false} onPress={acts.recall}>
        {t('recall')}
        {heldCount > 0 && <HeldCount count={heldCount} />}
      </OneOfMany>
    </div>
  );
});

/** In the corner of its button, so that the word stays where it is; both are read as one name. */
function HeldCount({ count }: { readonly count: number }) {
  return (
    <>
      <span className="visually-hidden"> · </span>
      <span className={styles['count']}>{count}</span>
    </>
  );
}
