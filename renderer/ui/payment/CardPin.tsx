import { useTranslation } from 'react-i18next';
import { maskedNumber, TEST_CARDS } from '../../../shared/domain/test-cards.ts';
import { money } from '../kit/money.ts';
import { PinDialog } from '../kit/PinDialog.tsx';
import type { PinQuestion } from '../../services/payment-desk.ts';
import { useTillState } from '../stores-context.ts';

/** The customer's PIN pad: it shows the amount, and what is typed is for the bank alone (P27). */
export function CardPin({ question }: { readonly question: PinQuestion }) {
  const { t } = useTranslation('payment');
  const answer = useTillState('checkout', (state) => state.answer);
  const { cardId, amountMinor } = question;
  const card = TEST_CARDS.find(({ id }) => id === cardId);
  return (
    <PinDialog
      title={t('pin.title')}
      confirmLabel={t('pin.confirm')}
      onSubmit={(pin) => answer('pin', { pin })}
      onCancel={() => answer('pin', null)}
    >
      <p>{t('pin.amount', { amount: money(amountMinor) })}</p>
      {card !== undefined && (
        <p>{t('pin.hint', { number: maskedNumber(card.number), pin: card.pin })}</p>
      )}
    </PinDialog>
  );
}
