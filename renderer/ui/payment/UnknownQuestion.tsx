import { useTranslation } from 'react-i18next';
import type { Attended } from '../../stores/attended-desk.ts';
import { Button } from '../kit/Button.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { Panel } from '../kit/Panel.tsx';
import { GiveUpButton, WaitClock } from './Waiting.tsx';
import styles from './PaymentRun.module.css';

interface Props {
  readonly attended: Attended;
  /** What must not be done with the money meanwhile, why, and what giving up does. */
  readonly means: { readonly money: string; readonly why: string; readonly givingUp: string };
  readonly onKeepAsking: () => void;
  readonly onGiveUp: () => void;
}

/** The time is over and nobody knows: two choices, and neither of them takes the money again (P5). */
export function UnknownQuestion({ attended, means, onKeepAsking, onGiveUp }: Props) {
  const { t } = useTranslation('payment');
  useKeyLayer({ Enter: onKeepAsking });
  return (
    <>
      <div role="alert">
        <InkCard ink="unknown" title={t('unknown')}>
          <p>
            <b>{means.money}</b> {means.why}
          </p>
        </InkCard>
      </div>
      <Panel>
        <WaitClock attended={attended} />
        <Button size="pay" keyCap="Enter" preventFocusOnPress onPress={onKeepAsking}>
          {t('keepAsking')}
        </Button>
        <GiveUpButton onGiveUp={onGiveUp} />
        <p className={styles['soft']}>{means.givingUp}</p>
      </Panel>
    </>
  );
}
