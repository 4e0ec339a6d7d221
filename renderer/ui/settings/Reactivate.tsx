import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { parseOpenText } from '../../../shared/domain/open-at-terminal.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SettingsScreen.module.css';

/** With a new code the same terminal again, and what became of the money either way (P24). */
export function Reactivate() {
  const { t } = useTranslation('settings');
  const reactivate = useTillState('settings', (state) => state.reactivate);
  const [code, setCode] = useState('');
  const [isAsking, setAsking] = useState(false);
  const { isBusy, run } = useBusy();
  const [outcome, setOutcome] = useState<Result<Terminal, Failure> | null>(null);
  const isTyped = code.trim() !== '' && !isBusy;
  const activate = async (approvalId: string): Promise<void> => {
    setAsking(false);
    const activated = await reactivate({ code: code.trim(), approvalId });
    setOutcome(activated);
    if (activated.ok) setCode('');
  };
  return (
    <>
      <Field
        label={t('anewCode')}
        value={code}
        maxLength={80}
        onChange={setCode}
        onEnter={isTyped ? () => setAsking(true) : undefined}
        description={t('anewMeans')}
      />
      <div className={styles['row']}>
        <Button isDisabled={!isTyped} onPress={() => setAsking(true)}>
          {t(isBusy ? 'anewBusy' : 'anew')}
        </Button>
      </div>
      {outcome !== null && <Outcome outcome={outcome} />}
      {isAsking && (
        <SupervisorPin
          act="change-settings"
          onCancel={() => setAsking(false)}
          onApproved={(approvalId) => void run(() => activate(approvalId))}
        />
      )}
    </>
  );
}

function Outcome({ outcome }: { readonly outcome: Result<Terminal, Failure> }) {
  const { t } = useTranslation(['settings', 'errors', 'frame']);
  if (outcome.ok) {
    const { terminalId } = outcome.value;
    return <output>{t('settings:anewDone', { terminal: terminalId })}</output>;
  }
  const { code, detail } = outcome.error;
  const open = parseOpenText(detail);
  return (
    <p role="alert">
      {t('settings:anewNot')} {t(`errors:${code}`)}{' '}
      {open !== null && t('settings:anewOpen', { toSend: open.unsent, toSettle: open.unsettled })}
    </p>
  );
}
