import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorFacts } from '../../../shared/contracts/host.ts';
import { Button } from '../kit/Button.tsx';
import { PinDialog } from '../kit/PinDialog.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './LockScreen.module.css';

/** Nobody is at the till: uploads go on behind it, selling does not (P28). */
export function LockScreen() {
  const { t } = useTranslation(['session', 'errors']);
  const operators = useTillState('session', (state) => state.operators);
  const failure = useTillState('session', (state) => state.signInFailure);
  const signIn = useTillState('session', (state) => state.signIn);
  const [chosen, setChosen] = useState<OperatorFacts | null>(null);
  return (
    <main className={styles['lock']}>
      <h1>{t('session:lockedTitle')}</h1>
      <p>{t('session:choose')}</p>
      <div className={styles['operators']}>
        {operators.map((operator) => (
          <Button
            key={operator.id}
            size="tender"
            onPress={() => setChosen(operator)}
            hint={t(`session:role.${operator.role}`)}
          >
            {operator.id} {operator.name}
          </Button>
        ))}
      </div>
      {chosen !== null && (
        <PinDialog
          title={t('session:pinOf', { name: chosen.name })}
          error={failure === null ? undefined : t(`errors:${failure.code}`)}
          confirmLabel={t('session:signIn')}
          onSubmit={(pin) => void signIn(chosen.id, pin)}
          onCancel={() => setChosen(null)}
        >
          {chosen.samplePin !== null && <p>{t('session:samplePin', { pin: chosen.samplePin })}</p>}
        </PinDialog>
      )}
    </main>
  );
}
