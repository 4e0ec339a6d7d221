import { Banknote, CreditCard, QrCode } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../shared/contracts/error-codes.ts';
import type { QueueRow, RowLoss } from '../../services/queue/queue-row.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useBusy } from '../kit/use-busy.ts';
import { useTillState } from '../stores-context.ts';
import styles from './DecisionDialog.module.css';

interface Props {
  readonly row: QueueRow;
  readonly loss: RowLoss;
  readonly onGone: () => void;
}

/** Money that the customer brings: taken at the counter, certain or not at all (P13). */
export function RecoveryWays({ row, loss: { tenderId, link }, onGone }: Props) {
  const { t } = useTranslation(['recovery', 'errors']);
  const start = useTillState('checkout', (state) => state.startRecovery);
  const goTo = useTillState('navigation', (state) => state.goTo);
  const withdraw = useTillState('queue', (state) => state.withdrawLink);
  const makeLink = useTillState('queue', (state) => state.makeLink);
  const { saleId } = row;
  const barrier = useWayBarrier();
  const [failed, setFailed] = useState<ErrorCode | null>(null);
  const { isBusy, run, isLeft } = useBusy();
  const begin = async (tender: 'cash' | 'card'): Promise<void> => {
    const withdrawn = await withdraw(saleId, tenderId);
    if (!withdrawn.ok) return setFailed(withdrawn.error.code);
    // Its customer has paid by the link meanwhile: the dialog says so. Or nobody waits for it any more.
    if (withdrawn.value === 'paid' || isLeft()) return;
    const isBegun = await start(saleId, tenderId, tender);
    if (!isBegun) return setFailed('loss-decided');
    goTo('register');
    onGone();
  };
  const cash = barrier === 'paying' || isBusy ? undefined : () => void run(() => begin('cash'));
  const isFree = barrier === null && !isBusy;
  const card = isFree ? () => void run(() => begin('card')) : undefined;
  const send = async (): Promise<void> =>
    setFailed((await makeLink(saleId, tenderId))?.code ?? null);
  const giveLink = isFree && link === null ? () => void run(send) : undefined;
  useKeyLayer({ F7: card, F8: cash, F9: giveLink });
  return (
    <section className={styles['ways']} aria-label={t('recovery:ways')}>
      <h3>{t('recovery:ways')}</h3>
      {link !== null && <p>{t('recovery:link.first')}</p>}
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
      {link === null && (
        <Button
          size="tender"
          keyCap="F9"
          icon={<QrCode size={24} aria-hidden="true" />}
          isDisabled={giveLink === undefined}
          hint={t(barrier === null ? 'recovery:means.pay-link' : BARRED_LINK[barrier])}
          onPress={() => giveLink?.()}
        >
          {t('recovery:way.pay-link')}
        </Button>
      )}
      {failed !== null && (
        <p role="alert" className={styles['alarm']}>
          {t(`errors:${failed}`)}
        </p>
      )}
    </section>
  );
}

const BARRED_LINK = {
  offline: 'recovery:link.barred.offline',
  paying: 'recovery:barred.paying',
  cardsLocked: 'recovery:barred.cardsLocked',
} as const;

/** Why no other card can be taken now; `paying` keeps cash out as well. */
function useWayBarrier(): 'paying' | 'cardsLocked' | 'offline' | null {
  const isPaying = useTillState('checkout', ({ paying }) => paying !== null);
  const isLocked = useTillState('till', ({ cardsLocked, unrecorded }) => cardsLocked || unrecorded);
  const isOnline = useTillState('till', ({ reach }) => reach.reach === 'online');
  if (isPaying) return 'paying';
  if (isLocked) return 'cardsLocked';
  return isOnline ? null : 'offline';
}
