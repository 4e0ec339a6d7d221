import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorFacts } from '../../../shared/contracts/host-facts.ts';
import { Clock } from '../frame/Clock.tsx';
import { Logo } from '../frame/Logo.tsx';
import { StatusBar } from '../frame/StatusBar.tsx';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { PinDialog } from '../kit/PinDialog.tsx';
import { useTillState } from '../stores-context.ts';
import { FirstPin } from './FirstPin.tsx';
import { SignOnAgain } from './SignOnAgain.tsx';
import styles from './LockScreen.module.css';

/** Nobody is at the till: uploads go on behind it, selling does not (P28). */
export function LockScreen() {
  const { t } = useTranslation('session');
  const operators = useTillState('session', (state) => state.operators);
  const lockedBy = useTillState('session', (state) => state.lockedBy);
  const shopName = useTillState('till', ({ terminal }) => terminal?.shopName);
  const [chosen, setChosen] = useState<OperatorFacts | null>(null);
  const mayCome = ({ id, role }: OperatorFacts): boolean =>
    lockedBy === null || id === lockedBy || role === 'supervisor';
  const byKey = operators.map((one, i) => {
    return [String(i + 1), mayCome(one) ? () => setChosen(one) : undefined] as const;
  });
  useKeyLayer(Object.fromEntries(byKey));
  const owner = operators.find(({ id }) => id === lockedBy);
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
        <h1>{t(lockedBy === null ? 'nobodyTitle' : 'lockedTitle')}</h1>
        <p className={styles['means']}>{t('lockedMeans')}</p>
        <p>
          {owner === undefined ? t('choose') : t('lockedBy', { id: owner.id, name: owner.name })}
        </p>
        <div className={styles['operators']}>
          {operators.map((operator, i) => (
            <Button
              key={operator.id}
              size="pay"
              keyCap={String(i + 1)}
              isDisabled={!mayCome(operator)}
              onPress={() => setChosen(operator)}
              hint={t(hintOf(operator))}
            >
              {operator.id} {operator.name}
            </Button>
          ))}
        </div>
        <SignOnAgain />
      </main>
      <StatusBar />
      {chosen !== null && <OperatorPin operator={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function hintOf({ hasPin, role, mayNot = [] }: OperatorFacts) {
  if (!hasPin) return 'firstUse';
  return mayNot.length > 0 ? 'limitedCashier' : (`role.${role}` as const);
}

function OperatorPin({
  operator,
  onClose,
}: {
  readonly operator: OperatorFacts;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['session', 'errors']);
  const signIn = useTillState('session', (state) => state.signIn);
  const failure = useTillState('session', (state) => state.signInFailure);
  const [tried, setTried] = useState(false);
  const [isNew, setNew] = useState(!operator.hasPin);
  if (isNew) return <FirstPin operator={operator} onClose={onClose} />;
  return (
    <PinDialog
      title={t('session:pinOf', { name: operator.name })}
      error={tried && failure !== null ? t(`errors:${failure.code}`) : undefined}
      confirmLabel={t('session:signIn')}
      onSubmit={(pin) => void signIn(operator.id, pin).then(() => setTried(true))}
      onCancel={onClose}
    >
      {operator.samplePin !== null && <p>{t('session:samplePin', { pin: operator.samplePin })}</p>}
      {operator.hasStartCode && (
        <Button onPress={() => setNew(true)}>{t('session:haveStartCode')}</Button>
      )}
    </PinDialog>
  );
}
