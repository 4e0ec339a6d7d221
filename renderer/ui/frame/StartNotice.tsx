import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { Activation } from './Activation.tsx';
import { Logo } from './Logo.tsx';
import { Passphrase } from './Passphrase.tsx';
import styles from './StartNotice.module.css';

/** Before the till is open: what it is doing, or why it did not open and what to do. */
export function StartNotice() {
  const { t } = useTranslation(['frame', 'errors']);
  const failure = useTillState('till', (state) => state.failure);
  const isActivated = useTillState('till', ({ facts }) => facts === null || facts.bankUrl !== '');
  const isLocked = useTillState('till', ({ facts }) => facts?.keysLocked === true);
  if (failure === null) {
    return (
      <main className={styles['notice']} aria-busy="true">
        <Logo sizePx={56} />
        <h1>TwinTill</h1>
        <p>{t('frame:starting')}</p>
      </main>
    );
  }
  if (isLocked) return <Passphrase failure={failure} />;
  if (!isActivated) return <Activation failure={failure} />;
  return <NotOpened failure={failure} />;
}

/** What was in the way may be gone by now. */
function NotOpened({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation(['frame', 'errors']);
  const tryAgain = useTillState('till', (state) => state.tryAgain);
  useKeyLayer({ Enter: tryAgain });
  return (
    <main className={styles['notice']}>
      <div className={styles['said']} role="alert">
        <h1>{t('frame:failedTitle')}</h1>
        <p>{t(`errors:${failure.code}`)}</p>
      </div>
      <Button variant="primary" size="tender" keyCap="Enter" onPress={tryAgain}>
        {t('frame:tryAgain')}
      </Button>
    </main>
  );
}
