import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import styles from './StartNotice.module.css';

/** Before the till is open: what it is doing, or why it did not open and what to do. */
export function StartNotice() {
  const { t } = useTranslation(['frame', 'errors']);
  const failure = useTillState('till', (state) => state.failure);
  if (failure === null) {
    return (
      <main className={styles['notice']} aria-busy="true">
        <h1>TwinTill</h1>
        <p>{t('frame:starting')}</p>
      </main>
    );
  }
  const isNotActivated = failure.code === 'not-activated';
  return (
    <main className={styles['notice']} role="alert">
      <h1>{t(isNotActivated ? 'frame:notActivatedTitle' : 'frame:failedTitle')}</h1>
      <p>{isNotActivated ? t('frame:notActivated') : t(`errors:${failure.code}`)}</p>
    </main>
  );
}
