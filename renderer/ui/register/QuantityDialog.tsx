import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import { QuantityEntry } from './QuantityEntry.tsx';
import type { RegisterDialogProps } from './register-dialog.ts';

export function QuantityDialog({ onClose }: RegisterDialogProps) {
  const { t } = useTranslation('common');
  const line = useTillState('cart', ({ cart }) =>
    cart.lines.find(({ lineId }) => lineId === cart.activeLineId),
  );
  const setQuantity = useTillState('cart', (state) => state.setQuantity);
  if (line === undefined) return null;
  return (
    <QuantityEntry
      product={line.product}
      nowMilli={line.quantityMilli}
      confirmLabel={t('confirm')}
      onClose={onClose}
      onSubmit={(quantityMilli) => {
        const changed = setQuantity(quantityMilli);
        if (!changed.ok) return changed.error;
        onClose();
        return null;
      }}
    />
  );
}
