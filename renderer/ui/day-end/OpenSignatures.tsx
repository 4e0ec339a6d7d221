import { PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SignatureCounts } from '../../services/card-signatures.ts';
import styles from './DayEndDialog.module.css';

/** What of the day's paper is not at the bank yet (TERMINAL 2b); it is no money, and no sum waits for it. */
export function OpenSignatures({
  counts: { unsent, refused },
}: {
  readonly counts: SignatureCounts;
}) {
  const { t } = useTranslation('signature');
  if (unsent + refused === 0) return null;
  return (
    <p className={styles['signatures']} data-signatures={unsent}>
      <PenLine size={20} aria-hidden="true" />
      {unsent > 0 && <b>{t('unsent', { count: unsent })}</b>}
      {refused > 0 && <b>{t('refused', { count: refused })}</b>}
      {unsent > 0 && <span>{t('later')}</span>}
    </p>
  );
}
