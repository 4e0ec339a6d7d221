import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import type { RegisterDialogProps } from './register-dialog.ts';
import { useIsPartPaid } from './use-is-part-paid.ts';
import { usePricedCart } from './use-priced-cart.ts';

/** Names the amount: who presses the wrong key sees what would be lost. */
export function ClearDialog({ onClose }: RegisterDialogProps) {
  const { t } = useTranslation('register');
  const { lines, totals } = usePricedCart();
  const cancel = useTillState('cart', (state) => state.cancel);
  const saleId = useTillState('cart', (state) => state.cart.saleId);
  const isPartPaid = useIsPartPaid(saleId);
  const amount = money(totals.dueMinor);
  return (
    <Dialog title={t('clearTitle')} onClose={onClose}>
      <p>{isPartPaid ? t('clearNot') : t('clearBody', { lines: lines.length, amount })}</p>
      <DialogActions>
        <Button keyCap="Esc" onPress={onClose}>
          {t('keepSale')}
        </Button>
        <Button
          variant="danger"
          isDisabled={isPartPaid}
          onPress={() => {
            onClose();
            cancel();
          }}
        >
          {t('clearConfirm', { amount })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
