import { useTranslation } from 'react-i18next';
import type { Paying } from '../../stores/paying.ts';
import { Button } from '../kit/Button.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { GiveUpButton, WaitClock } from './Waiting.tsx';
import styles from './PaymentRun.module.css';

/** The time is over and nobody knows: two choices, and neither of them takes the money again (P5). */
export function UnknownQuestion({ paying }: { readonly paying: Paying }) {
  const { t } = useTranslation('payment');
  const answer = useTillState('checkout', (state) => state.answer);
  const giveUp = useTillState('checkout', (state) => state.giveUp);
  const keepAsking = (): void => answer('unknown', 'keep-asking');
  useKeyLayer({ Enter: keepAsking });
  return (
    <>
      <div role="alert">
        <InkCard ink="unknown" title={t('unknown')}>
          <p>
            <b>{t('unknownMoney')}</b> {t('unknownWhy')}
          </p>
        </InkCard>
      </div>
      <Panel>
        <WaitClock paying={paying} />
        <Button size="pay" keyCap="Enter" preventFocusOnPress onPress={keepAsking}>
          {t('keepAsking')}
        </Button>
        <GiveUpButton onGiveUp={giveUp} />
        <p className={styles['soft']}>{t('giveUpMeans')}</p>
      </Panel>
    </>
  );
}
