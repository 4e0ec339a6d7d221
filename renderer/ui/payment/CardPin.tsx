import { useTranslation } from 'react-i18next';
import type { Minor } from '../../../shared/domain/money.ts';
import { maskedNumber, TEST_CARDS } from '../../../shared/domain/test-cards.ts';
import { money } from '../kit/money.ts';
import { PinDialog } from '../kit/PinDialog.tsx';

interface Props {
  readonly cardId: string;
  readonly amountMinor: Minor;
  readonly onSubmit: (pin: string) => void;
  readonly onCancel: () => void;
}

/** The customer's PIN pad: it shows the amount, and what is typed is for the bank alone (P27). */
export function CardPin({ cardId, amountMinor, onSubmit, onCancel }: Props) {
  const { t } = useTranslation('payment');
  const card = TEST_CARDS.find(({ id }) => id === cardId);
  return (
    <PinDialog
      title={t('pin.title')}
      confirmLabel={t('pin.confirm')}
      onSubmit={onSubmit}
      onCancel={onCancel}
    >
      <p>{t('pin.amount', { amount: money(amountMinor) })}</p>
      {card !== undefined && (
        <p>{t('pin.hint', { number: maskedNumber(card.number), pin: card.pin })}</p>
      )}
    </PinDialog>
  );
}
