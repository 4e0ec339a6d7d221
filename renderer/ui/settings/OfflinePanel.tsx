import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForcedOffline } from '../../../shared/contracts/host-facts.ts';
import { useNow } from '../frame/use-now.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { Fact, Panel } from '../kit/Panel.tsx';
import { timeText } from '../kit/time.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SettingsScreen.module.css';

/**
 * Off the line by decision (P14): nothing leaves, not even a question, until a supervisor ends it.
 * It needs a PIN and a reason, stands in the journal, and survives a restart.
 */
export function OfflinePanel() {
  const { t } = useTranslation('settings');
  const forced = useTillState('settings', (state) => state.forcedOffline);
  return (
    <Panel title={t('offline')}>
      <p className={styles['soft']}>{t('offlineMeans')}</p>
      {forced !== null && <Standing forced={forced} />}
      {/* Another form for the other decision: a reason is given for one of them only. */}
      <Decision key={String(forced !== null)} on={forced === null} />
    </Panel>
  );
}

function Standing({
  forced: { sinceMs, supervisorId, reason },
}: {
  readonly forced: ForcedOffline;
}) {
  const { t } = useTranslation('settings');
  const operators = useTillState('session', (state) => state.operators);
  const nowMs = useNow();
  const name = operators.find(({ id }) => id === supervisorId)?.name ?? '';
  return (
    <div data-forced-offline>
      <Fact name={t('offlineSince')}>{timeText(sinceMs, nowMs)}</Fact>
      <Fact name={t('offlineBy')}>{`${supervisorId} ${name}`}</Fact>
      <Fact name={t('offlineReason')}>{reason}</Fact>
    </div>
  );
}

const REASONS = { on: ['lesson', 'repair', 'bank'], off: ['lessonOver', 'repaired'] } as const;

function Decision({ on }: { readonly on: boolean }) {
  const { t } = useTranslation(['settings', 'errors']);
  const forceOffline = useTillState('settings', (state) => state.forceOffline);
  const failure = useTillState('settings', (state) => state.failure);
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const act = (approvalId: string): void => {
    setAsking(false);
    setTried(true);
    void forceOffline({ on, approvalId, reason: reason.trim() });
  };
  return (
    <>
      <div className={styles['reasons']}>
        {REASONS[on ? 'on' : 'off'].map((one) => (
          <Button key={one} onPress={() => setReason(t(`settings:why.${one}`))}>
            {t(`settings:why.${one}`)}
          </Button>
        ))}
      </div>
      <Field
        label={t('settings:why')}
        value={reason}
        onChange={setReason}
        onEnter={reason.trim() === '' ? undefined : () => setAsking(true)}
        maxLength={200}
      />
      <Button
        variant={on ? 'danger' : 'primary'}
        isDisabled={reason.trim() === ''}
        onPress={() => setAsking(true)}
      >
        {t(on ? 'settings:goOffline' : 'settings:goOnline')}
      </Button>
      {tried && failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
      {asking && (
        <SupervisorPin
          act="force-offline"
          onCancel={() => setAsking(false)}
          onApproved={(approvalId) => act(approvalId)}
        />
      )}
    </>
  );
}
