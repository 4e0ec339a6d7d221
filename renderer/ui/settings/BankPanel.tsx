import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SettingsScreen.module.css';

const WEB_ADDRESS = /^https?:\/\/[^\s/]+/;

/** Where the bank is asked. In a browser that is the page's own server, and not to be changed. */
export function BankPanel() {
  const { t } = useTranslation(['settings', 'errors']);
  const isBrowser = useTillState('till', ({ facts }) => facts?.host === 'browser');
  const bankUrl = useTillState('settings', (state) => state.bankUrl);
  const failure = useTillState('settings', (state) => state.failure);
  const moveToBank = useTillState('settings', (state) => state.moveToBank);
  const [typed, setTyped] = useState(bankUrl);
  const [saved, setSaved] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const address = typed.trim().replace(/\/+$/, '');
  const isAddress = WEB_ADDRESS.test(address);
  const isNew = !isBrowser && isAddress && address !== bankUrl;
  return (
    <Panel title={t('settings:bank')}>
      <Field
        label={t('settings:bankUrl')}
        inputMode="url"
        maxLength={300}
        value={typed}
        isDisabled={isBrowser}
        onEnter={isNew ? () => setAsking(true) : undefined}
        onChange={(text) => {
          setTyped(text);
          setSaved(null);
        }}
        description={t('settings:bankUrlMeans')}
        error={isAddress || isBrowser ? undefined : t('settings:bankUrlWrong')}
      />
      <p className={styles['soft']}>{t('settings:bankQueueMeans')}</p>
      <div className={styles['row']}>
        <Button variant="primary" isDisabled={!isNew} onPress={() => setAsking(true)}>
          {t('settings:save')}
        </Button>
        {saved === true && <output>{t('settings:bankSaved')}</output>}
        {saved === false && (
          <p role="alert">
            {t('settings:notSaved')} {failure !== null && t(`errors:${failure.code}`)}
          </p>
        )}
      </div>
      {asking && (
        <SupervisorPin
          act="change-settings"
          onCancel={() => setAsking(false)}
          onApproved={(approvalId) => {
            setAsking(false);
            void moveToBank({ bankUrl: address, approvalId }).then(setSaved);
          }}
        />
      )}
    </Panel>
  );
}
