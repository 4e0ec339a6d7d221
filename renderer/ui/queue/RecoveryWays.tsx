import { Banknote, CreditCard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueRow, RowLoss } from '../../services/queue-view.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './DecisionDialog.module.css';

interface Props {
  readonly row: QueueRow;
  readonly loss: RowLoss;
  readonly onGone: () => void;
}

/** Money that the customer brings: taken at the counter, certain or not at all (P13). */
export function RecoveryWays({ row: { saleId }, loss: { tenderId }, onGone }: Props) {
  const { t } = useTranslation(['recovery', 'errors']);
  const start = useTillState('checkout', (state) => state.startRecovery);
  const goTo = useTillState('navigation', (state) => state.goTo);
  const barrier = useWayBarrier();
  const [isTooLate, setTooLate] = useState(false);
  const begin = async (tender: 'cash' | 'card'): Promise<void> => {
    const isBegun = await start(saleId, tenderId, tender);
    if (!isBegun) return setTooLate(true);
    goTo('register');
    onGone();
  };
  const cash = barrier === 'paying' ? undefined : () => void begin('cash');
  const card = barrier === null ? () => void begin('card') : undefined;
  useKeyLayer({ F7: card, F8: cash });
  return (
    <section className={styles['ways']} aria-label={t('recovery:ways')}>
      <h3>{t('recovery:ways')}</h3>
      <Button
        size="tender"
        keyCap="F7"
        icon={<CreditCard size={24} aria-hidden="true" />}
        isDisabled={card === undefined}
        hint={t(barrier === null ? 'recovery:means.other-card' : `recovery:barred.${barrier}`)}
        onPress={() => card?.()}
      >
        {t('recovery:way.other-card')}
      </Button>
      <Button
        size="tender"
        keyCap="F8"
        icon={<Banknote size={24} aria-hidden="true" />}
        isDisabled={cash === undefined}
        hint={t(barrier === 'paying' ? 'recovery:barred.paying' : 'recovery:means.cash')}
        onPress={() => cash?.()}
      >
        {t('recovery:way.cash')}
      </Button>
      {isTooLate && (
        <p role="alert" className={styles['alarm']}>
          {t('errors:loss-decided')}
        </p>
      )}
    </section>
  );
}

/** Why no other card can be taken now; `paying` keeps cash out as well. */
function useWayBarrier(): 'paying' | 'cardsLocked' | 'offline' | null {
  const isPaying = useTillState('checkout', ({ paying }) => paying !== null);
  const isLocked = useTillState('till', ({ cardsLocked, unrecorded }) => cardsLocked || unrecorded);
  const isOnline = useTillState('till', ({ reach }) => reach.reach === 'online');
  if (isPaying) return 'paying';
  if (isLocked) return 'cardsLocked';
  return isOnline ? null : 'offline';
}
