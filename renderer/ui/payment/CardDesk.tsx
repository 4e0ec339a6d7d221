import { Landmark, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestCard } from '../../../shared/domain/test-cards.ts';
import { InkChip } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { CardPin } from './CardPin.tsx';
import { CardTray } from './CardTray.tsx';
import { useIsOnline, useOfflinePolicy, type Checkout } from './use-checkout.ts';
import screen from './PaymentScreen.module.css';

/** The reader waits for a card; beside it what a card is worth right now, before anybody asks. */
export function CardDesk({ checkout }: { readonly checkout: Checkout }) {
  const { t } = useTranslation('payment');
  const payCard = useTillState('checkout', (state) => state.payCard);
  const cardsLocked = useTillState('till', (state) => state.cardsLocked);
  const isOnline = useIsOnline();
  const [pinFor, setPinFor] = useState<TestCard | null>(null);
  const present = (card: TestCard): void => {
    if (card.verification === 'online-pin' && isOnline) setPinFor(card);
    else void payCard(card.id, '');
  };
  return (
    <>
      <Panel isFilling title={t('presentCard')}>
        {cardsLocked && <p role="alert">{t('cardsLocked')}</p>}
        <CardTray isDisabled={cardsLocked} onCard={present} />
      </Panel>
      <div className={screen['right']}>
        <CardWorth isOnline={isOnline} />
      </div>
      {pinFor !== null && (
        <CardPin
          cardId={pinFor.id}
          amountMinor={checkout.restMinor}
          onSubmit={(pin) => void payCard(pinFor.id, pin)}
          onCancel={() => setPinFor(null)}
        />
      )}
    </>
  );
}

function CardWorth({ isOnline }: { readonly isOnline: boolean }) {
  const { t } = useTranslation('payment');
  const policy = useOfflinePolicy();
  if (isOnline) {
    return (
      <Panel title={t('worth.online')} aside={<Landmark size={28} aria-hidden="true" />}>
        <p>{t('worth.onlineMeans')}</p>
        <p>
          <InkChip ink="certain" />
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={t('worth.offline')} aside={<Unplug size={28} aria-hidden="true" />}>
      <p>{t('worth.offlineMeans')}</p>
      <p>
        <InkChip ink="promised" />
      </p>
      {policy !== null && (
        <>
          <Fact name={t('cap.sale')}>{money(policy.perSaleMinor)}</Fact>
          <Fact name={t('cap.card')}>{money(policy.perCardMinor)}</Fact>
          <Fact name={t('cap.total')}>{money(policy.totalExposureMinor)}</Fact>
        </>
      )}
    </Panel>
  );
}
