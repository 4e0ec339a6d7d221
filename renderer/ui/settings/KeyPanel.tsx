import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { Button } from '../kit/Button.tsx';
import { Fact, Panel } from '../kit/Panel.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { NewPassphrase } from '../session/NewPassphrase.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useNewPassphrase } from '../session/use-new-passphrase.ts';
import { useTillState } from '../stores-context.ts';
import styles from './SettingsScreen.module.css';

/** Where the keys rest, and the way up: never down again (P25). */
export function KeyPanel() {
  const { t } = useTranslation('settings');
  const level = useTillState('till', ({ facts }) => facts?.keyStoreLevel ?? 'file');
  const isBrowser = useTillState('till', ({ facts }) => facts?.host === 'browser');
  return (
    <Panel title={t('keys')}>
      <Fact name={t('keyStore')}>{t(`keyStore.${level}`)}</Fact>
      <p className={styles['soft']}>{t(`keyStoreMeans.${level}`)}</p>
      {!isBrowser && <Renew />}
      {level !== 'keyring' && !isBrowser && <Protect isChange={level === 'passphrase'} />}
    </Panel>
  );
}

function Protect({ isChange }: { readonly isChange: boolean }) {
  const { t } = useTranslation(['settings', 'errors']);
  const protectKeys = useTillState('settings', (state) => state.protectKeys);
  const keys = useNewPassphrase();
  const [isAsking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Failure | 'done' | null>(null);
  const protect = async (approvalId: string): Promise<void> => {
    setAsking(false);
    if (keys.passphrase === null) return;
    const failure = await protectKeys({ passphrase: keys.passphrase, approvalId });
    keys.forget();
    setOutcome(failure ?? 'done');
  };
  return (
    <>
      <NewPassphrase keys={keys} />
      <div className={styles['row']}>
        <Button isDisabled={keys.passphrase === null} onPress={() => setAsking(true)}>
          {t(isChange ? 'settings:passphraseChange' : 'settings:passphraseSet')}
        </Button>
        {outcome === 'done' && <output>{t('settings:passphraseDone')}</output>}
      </div>
      {outcome !== null && outcome !== 'done' && <p role="alert">{t(`errors:${outcome.code}`)}</p>}
      {isAsking && (
        <SupervisorPin
          act="protect-keys"
          onCancel={() => setAsking(false)}
          onApproved={(approvalId) => void protect(approvalId)}
        />
      )}
    </>
  );
}

/** The key that signs, and no other: what rests under it stays as it is. */
function Renew() {
  const { t } = useTranslation(['settings', 'errors']);
  const renewKey = useTillState('settings', (state) => state.renewKey);
  const { isBusy, run } = useBusy();
  const [isAsking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Failure | 'done' | null>(null);
  const renew = async (approvalId: string): Promise<void> => {
    setAsking(false);
    setOutcome((await renewKey(approvalId)) ?? 'done');
  };
  return (
    <>
      <div className={styles['row']}>
        <Button isDisabled={isBusy} onPress={() => setAsking(true)}>
          {t('settings:renewKey')}
        </Button>
        {outcome === 'done' && <output>{t('settings:renewKeyDone')}</output>}
      </div>
      {outcome !== null && outcome !== 'done' && (
        <p role="alert">
          {t('settings:renewKeyNot')} {t(`errors:${outcome.code}`)}
        </p>
      )}
      {isAsking && (
        <SupervisorPin
          act="change-settings"
          onCancel={() => setAsking(false)}
          onApproved={(approvalId) => void run(() => renew(approvalId))}
        />
      )}
    </>
  );
}
