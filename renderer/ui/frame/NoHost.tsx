import { useTranslation } from 'react-i18next';
import styles from './StartNotice.module.css';

/** Opened where there is neither the desktop program nor a browser with private files. */
export function NoHost() {
  const { t } = useTranslation('frame');
  return (
    <main className={styles['notice']}>
      <h1>TwinTill</h1>
      <p>{t('noHost')}</p>
    </main>
  );
}
