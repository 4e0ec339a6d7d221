import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PinPadShows } from '../../../shared/contracts/card-presentation.ts';
import type { PinPadKey } from '../../../shared/contracts/pin-pad-keys.ts';
import { TEST_CARD_FACES } from '../../../shared/domain/test-card-faces.ts';
import type { PinAnswer, PinQuestion } from '../../services/paying/payment-desk.ts';
import { money } from '../kit/money.ts';
import { PinPadDialog } from '../kit/PinDialog.tsx';

interface Props {
  readonly question: PinQuestion;
  readonly onDone: (answer: PinAnswer) => void;
}

const EMPTY: PinPadShows = { state: 'typing', digits: 0, triesLeft: null };

/**
 * The display and the keys of the customer's PIN pad. Each key goes to the pad's own process as it is
 * pressed; what comes back is how many there are. No PIN is in this window at any moment (P27).
 */
export function CardPin({ question, onDone }: Props) {
  const { t } = useTranslation(['payment', 'balance']);
  const [shows, setShows] = useState(EMPTY);
  const { cardId, amountMinor } = question;
  const card = TEST_CARD_FACES.find(({ id }) => id === cardId);
  const show = (now: PinPadShows | null): void => {
    if (now === null) onDone('pad-failed');
    else if (now.state === 'typing') setShows(now);
    else onDone(now.state);
  };
  const press = (key: PinPadKey): void => void question.press(key).then(show);
  const { triesLeft } = shows;
  return (
    <PinPadDialog
      title={t('pin.title')}
      confirmLabel={t('pin.confirm')}
      digits={shows.digits}
      error={triesLeft === null ? undefined : t('pin.wrong', { count: triesLeft })}
      onKey={press}
      onCancel={() => onDone('cancelled')}
    >
      <p>
        {amountMinor === 0
          ? t('balance:title')
          : t('payment:pin.amount', { amount: money(amountMinor) })}
      </p>
      {card !== undefined && (
        <p>{t('payment:pin.hint', { number: card.maskedNumber, pin: card.pin })}</p>
      )}
    </PinPadDialog>
  );
}
