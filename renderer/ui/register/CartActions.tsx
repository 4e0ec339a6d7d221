import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useTillState } from '../stores-context.ts';
import type { RegisterDialog } from './register-dialog.ts';
import styles from './CartPanel.module.css';

interface Props {
  readonly onDialog: (dialog: RegisterDialog) => void;
}

/** Upper row: the active line. Lower row: this line or the whole sale, and sales put aside. */
export function CartActions({ onDialog }: Props) {
  const { t } = useTranslation('register');
  const isEmpty = useTillState('cart', (state) => state.cart.lines.length === 0);
  const step = useTillState('cart', (state) => state.step);
  const removeActive = useTillState('cart', (state) => state.removeActive);
  const hold = useTillState('cart', (state) => state.hold);
  const heldCount = useTillState('cart', (state) => state.held.length);
  const canStep = useTillState('cart', ({ cart }) =>
    cart.lines.some(
      ({ lineId, product }) => lineId === cart.activeLineId && product.unit === 'piece',
    ),
  );
  const common = { size: 'stacked', isDisabled: isEmpty, preventFocusOnPress: true } as const;
  return (
    <div className={styles['actions']}>
      <Button
        {...common}
        keyCap="−"
        aria-label={t('oneLess')}
        isDisabled={!canStep}
        onPress={() => step(-1)}
      >
        −1
      </Button>
      <Button
        {...common}
        keyCap="+"
        aria-label={t('oneMore')}
        isDisabled={!canStep}
        onPress={() => step(1)}
      >
        +1
      </Button>
      <Button {...common} keyCap="F6" onPress={() => onDialog('quantity')}>
        {t('quantity')}
      </Button>
      <Button {...common} keyCap="Del" onPress={removeActive}>
        {t('remove')}
      </Button>
      <Button {...common} keyCap="F8" onPress={() => onDialog('discount')}>
        {t('discount')}
      </Button>
      <Button {...common} keyCap="F7" onPress={() => onDialog('note')}>
        {t('note')}
      </Button>
      <Button {...common} keyCap="F4" onPress={hold}>
        {t('hold')}
      </Button>
      <Button {...common} keyCap="F5" isDisabled={false} onPress={() => onDialog('recall')}>
        {t('recall')}
        {heldCount > 0 && <HeldCount count={heldCount} />}
      </Button>
    </div>
  );
}

/** In the corner of its button, so that the word stays where it is; both are read as one name. */
function HeldCount({ count }: { readonly count: number }) {
  return (
    <>
      <span className="visually-hidden"> · </span>
      <span className={styles['count']}>{count}</span>
    </>
  );
}
