import { useTranslation } from 'react-i18next';
import { isAlarm } from '../../services/start-findings.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './StartFindings.module.css';

/** What the start found in the two copies and what it did about it, by name (P10). */
export function StartFindings() {
  const { t } = useTranslation('frame');
  const findings = useTillState('till', (state) => state.findings);
  const dismiss = useTillState('till', (state) => state.dismissFindings);
  const cardsLocked = useTillState('till', (state) => state.cardsLocked);
  if (findings === null || !isAlarm(findings)) return null;
  return (
    <Dialog title={t('found.title')} onClose={dismiss} mustAnswer>
      <ul className={styles['findings']}>
        {findings.map(({ kind, count, named }) => (
          <li key={kind}>
            {t(`found.${kind}`, { count })}
            {named.length > 0 && <b className={styles['named']}>{named.join(', ')}</b>}
          </li>
        ))}
      </ul>
      {cardsLocked && (
        <p role="alert" className={styles['locked']}>
          {t('cardsLocked')}
        </p>
      )}
      <DismissKeys onDismiss={dismiss} />
      <DialogActions>
        <Button variant="primary" size="tender" keyCap="Enter" onPress={dismiss}>
          {t('found.read')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its keys lie above the dialog's own layer. */
function DismissKeys({ onDismiss }: { readonly onDismiss: () => void }) {
  useKeyLayer({ Enter: onDismiss, Escape: onDismiss });
  return null;
}
