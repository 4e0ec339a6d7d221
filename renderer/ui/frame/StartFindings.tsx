import { useTranslation } from 'react-i18next';
import {
  unreadAlarm,
  type StartFindings as Findings,
} from '../../services/start/start-findings.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './StartFindings.module.css';

/** What the start found in the two copies, where it must be read before anybody goes on (P10). */
export function StartFindings() {
  const { t } = useTranslation('frame');
  const findings = useTillState('till', (state) => unreadAlarm(state.startCheck));
  const dismiss = useTillState('till', (state) => state.markFindingsRead);
  const cardsLocked = useTillState('till', (state) => state.cardsLocked);
  if (findings === null) return null;
  return (
    <Dialog title={t('found.title')} onClose={dismiss} mustAnswer>
      <FindingList findings={findings} />
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

/** What was found and what the till did about it, by name and in plain words. */
export function FindingList({ findings }: { readonly findings: Findings }) {
  const { t } = useTranslation('frame');
  return (
    <ul className={styles['findings']}>
      {findings.map(({ kind, count, named }) => (
        <li key={kind}>
          {t(`found.${kind}`, { count })}
          {named.length > 0 && <b className={styles['named']}>{named.join(', ')}</b>}
        </li>
      ))}
    </ul>
  );
}

/** Inside the dialog, so that its keys lie above the dialog's own layer. */
function DismissKeys({ onDismiss }: { readonly onDismiss: () => void }) {
  useKeyLayer({ Enter: onDismiss, Escape: onDismiss });
  return null;
}
