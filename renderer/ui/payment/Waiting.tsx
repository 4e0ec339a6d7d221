import { useTranslation } from 'react-i18next';
import type { Attended } from '../../stores/attended-desk.ts';
import { usePassed } from '../frame/use-now.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { useKeyLayer } from '../kit/keys.ts';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './PaymentRun.module.css';

interface WaitingProps {
  readonly attended: Attended;
  /** What is waited for, and what waiting and giving up mean for the money at stake. */
  readonly means: {
    readonly title: string;
    readonly waiting: string;
    readonly givingUp: string;
  };
  readonly onGiveUp: () => void;
}

/**
 * The attended wait with its clock in sight (P5). Giving up is possible at any time and says what
 * it does before it is pressed.
 */
export function Waiting({ attended, means, onGiveUp }: WaitingProps) {
  const { t } = useTranslation('payment');
  const { isGivingUp } = attended;
  return (
    <>
      <Panel title={means.title}>
        <WaitClock attended={attended} />
        <p className={styles['soft']}>{isGivingUp ? t('givingUp') : means.waiting}</p>
      </Panel>
      <Panel>
        <GiveUpButton isDisabled={isGivingUp} onGiveUp={onGiveUp} />
        <p className={styles['soft']}>{means.givingUp}</p>
      </Panel>
    </>
  );
}

interface GiveUpProps {
  readonly isDisabled?: boolean;
  readonly onGiveUp: () => void;
}

export function GiveUpButton({ isDisabled = false, onGiveUp }: GiveUpProps) {
  const { t } = useTranslation('payment');
  useKeyLayer({ 'Ctrl+Delete': isDisabled ? undefined : onGiveUp });
  return (
    <Button
      variant="danger"
      size="tender"
      isDisabled={isDisabled}
      keyCap="Ctrl Del"
      preventFocusOnPress
      onPress={onGiveUp}
    >
      {t('giveUp')}
    </Button>
  );
}

/** Seconds of the time that somebody waits at the counter; it stands still before the bank is asked. */
export function WaitClock({ attended }: { readonly attended: Attended }) {
  const { t } = useTranslation('payment');
  const attendedMs = useTillState(
    'till',
    ({ terminal }) => terminal?.parameters.wait.attendedMs ?? 0,
  );
  const passedMs = usePassed();
  const sinceMs = attended.waitingSinceMs;
  const waitedMs = sinceMs === null ? 0 : Math.min(attendedMs, Math.max(0, passedMs - sinceMs));
  const used = attendedMs === 0 ? 0 : waitedMs / attendedMs;
  return (
    <div role="timer" aria-label={t('waited')}>
      <p className={styles['clock']}>
        <span className={styles['seconds']}>{Math.floor(waitedMs / 1000)}</span>
        <span className={styles['of']}>{t('ofSeconds', { count: attendedMs / 1000 })}</span>
      </p>
      <div className={styles['track']} aria-hidden="true">
        <div
          className={classes(styles['used'], used > 0.4 && styles['late'])}
          style={{ width: `${used * 100}%` }}
        />
      </div>
    </div>
  );
}
