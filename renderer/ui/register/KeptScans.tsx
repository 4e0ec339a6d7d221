import { ScanBarcode } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import styles from './KeptScans.module.css';

/** Below the tabs, over a screen that waits for an answer; on the payment screen it has a place. */
export function KeptScansOver() {
  const isPaymentShown = useTillState('checkout', (state) => state.paying !== null);
  const screen = useTillState('navigation', (state) => state.screen);
  const hasItsPlace = isPaymentShown && screen === 'register';
  return <output className={styles['over']}>{!hasItsPlace && <Announcement />}</output>;
}

/** Where it hides nothing and moves nothing. */
export function KeptScansPlace() {
  return (
    <output className={styles['place']}>
      <Announcement />
    </output>
  );
}

/** Scans are never lost and never typed into an amount (A25): how many are kept, and until when. */
function Announcement() {
  const { t } = useTranslation('register');
  const isWaiting = useTillState('scan', (state) => state.isWaiting);
  // Only while they wait: a code that is looked up at once is no news.
  const count = useTillState('scan', (state) => (state.isWaiting ? state.kept.length : 0));
  if (!isWaiting) return null;
  return (
    <span className={styles['notice']}>
      <ScanBarcode size={20} aria-hidden="true" />
      <b>{t('scanKept', { count })}</b>
      <span>{t('scanKeptHint')}</span>
    </span>
  );
}
