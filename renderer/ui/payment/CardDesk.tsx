import { Landmark, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Minor } from '../../../shared/domain/money.ts';
import { Button } from '../kit/Button.tsx';
import { InkChip } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { BalanceDialog } from './BalanceDialog.tsx';
import { CardPart } from './CardPart.tsx';
import { CardTray } from './CardTray.tsx';
import { useCardBarrier } from './tender-reasons.ts';
import { useIsOnline, useOfflinePolicy, type Checkout } from './use-checkout.ts';
import screen from './PaymentScreen.module.css';

/** The reader waits for a card; beside it what a card is worth right now, before anybody asks. */
export function CardDesk({ checkout: { restMinor, paying } }: { readonly checkout: Checkout }) {
  const { t } = useTranslation('payment');
  const payCard = useTillState('checkout', (state) => state.payCard);
  const barrier = useCardBarrier();
  const isOnline = useIsOnline();
  const [partMinor, setPart] = useState<Minor | null>(null);
  const present = (cardId: string): void => void payCard(cardId, partMinor ?? restMinor);
  return (
    <>
      <Panel isFilling title={t('presentCard')}>
        {barrier !== null && <p role="alert">{t(`barrier.${barrier}`)}</p>}
        <CardTray isDisabled={barrier !== null} onCard={({ id }) => present(id)} />
      </Panel>
      <div className={screen['right']}>
        <CardWorth isOnline={isOnline} />
        <AskBalance isDisabled={barrier !== null || !isOnline} isOnline={isOnline} />
        {paying.recovers === undefined && (
          <CardPart restMinor={restMinor} partMinor={partMinor} onPart={setPart} />
        )}
      </div>
    </>
  );
}

interface AskProps {
  readonly isOnline: boolean;
  readonly isDisabled: boolean;
}

/** Before a card is asked for money: a customer who wonders whether it will do (P18). */
function AskBalance({ isOnline, isDisabled }: AskProps) {
  const { t } = useTranslation('balance');
  const enquiry = useTillState('balance', (state) => state.enquiry);
  const open = useTillState('balance', (state) => state.open);
  useKeyLayer({ F3: isDisabled ? undefined : open });
  return (
    <>
      <Button
        keyCap="F3"
        hint={t(isOnline ? 'openMeans' : 'noLine')}
        isDisabled={isDisabled}
        preventFocusOnPress
        onPress={open}
      >
        {t('open')}
      </Button>
      {enquiry !== null && <BalanceDialog enquiry={enquiry} />}
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
          {t('worth.ifYes')} <InkChip ink="certain" />
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={t('worth.offline')} aside={<Unplug size={28} aria-hidden="true" />}>
      <p>{t('worth.offlineMeans')}</p>
      <p>
        {t('worth.ifTaken')} <InkChip ink="promised" />
      </p>
      {policy !== null && (
        <>
          <p>
            <b>{t('worth.limits')}</b>
          </p>
          <Fact name={t('cap.sale')}>{money(policy.perSaleMinor)}</Fact>
          <Fact name={t('cap.card')}>{money(policy.perCardMinor)}</Fact>
          <Fact name={t('cap.total')}>{money(policy.totalExposureMinor)}</Fact>
        </>
      )}
    </Panel>
  );
}
