import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import { Activation } from './Activation.tsx';
import { Logo } from './Logo.tsx';
import { Passphrase } from './Passphrase.tsx';
import { Stopped } from './Stopped.tsx';
import styles from './StartNotice.module.css';

/** Before the till is open: what it is doing, or why it did not open and what to do. */
export function StartNotice() {
  const { t } = useTranslation(['frame', 'errors']);
  const failure = useTillState('till', (state) => state.failure);
  const isKnown = useTillState('till', ({ facts }) => facts !== null);
  const isActivated = useTillState('till', ({ facts }) => facts === null || facts.bankUrl !== '');
  const isLocked = useTillState('till', ({ facts }) => facts?.keysLocked === true);
  const tryAgain = useTillState('till', (state) => state.tryAgain);
  if (failure === null) {
    return (
      <main className={styles['notice']} aria-busy="true">
        <Logo sizePx={56} />
        <h1>TwinTill</h1>
        <p>{t(isKnown ? 'frame:starting' : 'frame:opening')}</p>
      </main>
    );
  }
  if (isLocked) return <Passphrase failure={failure} />;
  if (!isActivated) return <Activation failure={failure} />;
  return (
    <Stopped
      title={t('frame:failedTitle')}
      words={t(`errors:${failure.code}`)}
      again={t('frame:tryAgain')}
      onAgain={tryAgain}
    />
  );
}
