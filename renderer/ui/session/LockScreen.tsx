import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorFacts } from '../../../shared/contracts/host.ts';
import { Clock } from '../frame/Clock.tsx';
import { Logo } from '../frame/Logo.tsx';
import { StatusBar } from '../frame/StatusBar.tsx';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { PinDialog } from '../kit/PinDialog.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './LockScreen.module.css';

/** Nobody is at the till: uploads go on behind it, selling does not (P28). */
export function LockScreen() {
  const { t } = useTranslation('session');
  const operators = useTillState('session', (state) => state.operators);
  const shopName = useTillState('till', ({ terminal }) => terminal?.shopName);
  const [chosen, setChosen] = useState<OperatorFacts | null>(null);
  const byKey = operators.map((one, i) => [String(i + 1), () => setChosen(one)] as const);
  useKeyLayer(Object.fromEntries(byKey));
  return (
    <>
      <header className={styles['bar']}>
        <Logo />
        <b>{shopName}</b>
        <span className={styles['space']} />
        <Clock />
      </header>
      <main className={styles['lock']}>
        <LockKeyhole className={styles['sign'] ?? ''} size={44} aria-hidden="true" />
        <h1>{t('lockedTitle')}</h1>
        <p className={styles['means']}>{t('lockedMeans')}</p>
        <p>{t('choose')}</p>
        <div className={styles['operators']}>
          {operators.map((operator, i) => (
            <Button
              key={operator.id}
              size="pay"
              keyCap={String(i + 1)}
              onPress={() => setChosen(operator)}
              hint={t(`role.${operator.role}`)}
            >
              {operator.id} {operator.name}
            </Button>
          ))}
        </div>
      </main>
      <StatusBar />
      {chosen !== null && <OperatorPin operator={chosen} onCancel={() => setChosen(null)} />}
    </>
  );
}

function OperatorPin({
  operator,
  onCancel,
}: {
  readonly operator: OperatorFacts;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation(['session', 'errors']);
  const signIn = useTillState('session', (state) => state.signIn);
  const failure = useTillState('session', (state) => state.signInFailure);
  const [tried, setTried] = useState(false);
  return (
    <PinDialog
      title={t('session:pinOf', { name: operator.name })}
      error={tried && failure !== null ? t(`errors:${failure.code}`) : undefined}
      confirmLabel={t('session:signIn')}
      onSubmit={(pin) => void signIn(operator.id, pin).then(() => setTried(true))}
      onCancel={onCancel}
    >
      {operator.samplePin !== null && <p>{t('session:samplePin', { pin: operator.samplePin })}</p>}
    </PinDialog>
  );
}
