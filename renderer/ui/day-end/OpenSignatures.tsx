import { PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SignatureCounts } from '../../services/paying/card-signatures.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './DayEndDialog.module.css';

/** What of the day's paper is not at the bank yet (TERMINAL 2b); it is no money, and no sum waits for it. */
export function OpenSignatures({
  counts: { unsent, refused, refusedSale },
}: {
  readonly counts: SignatureCounts;
}) {
  const { t } = useTranslation('signature');
  const leave = useTillState('dayEnd', (state) => state.leave);
  const find = useTillState('sales', (state) => state.type);
  const goTo = useTillState('navigation', (state) => state.goTo);
  const show = (): void => {
    leave();
    find(refusedSale);
    goTo('sales');
  };
  useKeyLayer({ F2: refusedSale === '' ? undefined : show });
  if (unsent + refused === 0) return null;
  return (
    <div className={styles['signatures']} data-signatures={unsent} data-refused={refused}>
      <PenLine size={20} aria-hidden="true" />
      {unsent > 0 && <b>{t('unsent', { count: unsent })}</b>}
      {refused > 0 && <b>{t('refused', { count: refused })}</b>}
      {unsent > 0 && <span>{t('later')}</span>}
      {refusedSale !== '' && (
        <Button keyCap="F2" onPress={show}>
          {t('showSale', { number: refusedSale })}
        </Button>
      )}
    </div>
  );
}
