import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { causeOf } from '../../../shared/domain/card-lock.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './CardLockNotice.module.css';

/** The copies did not agree, or the bank remembers otherwise (P10): nothing takes cards until a supervisor has looked. */
export function CardLockNotice() {
  const { t } = useTranslation('queue');
  const isLocked = useTillState('till', (state) => state.cardsLocked);
  const lock = useTillState('till', ({ facts }) => facts?.cardLock ?? null);
  const [isAsking, setIsAsking] = useState(false);
  if (!isLocked) return null;
  return (
    <div className={styles['notice']}>
      <Lock size={22} aria-hidden="true" />
      <p role="alert">
        <b>{t('locked.title')}</b>{' '}
        {lock !== null && t(`locked.why.${causeOf(lock)}`, { detail: lock.detail })}
      </p>
      <Button variant="danger" onPress={() => setIsAsking(true)}>
        {t('locked.unlock')}
      </Button>
      {isAsking && <UnlockDialog onClose={() => setIsAsking(false)} />}
    </div>
  );
}

function UnlockDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['queue', 'common', 'errors']);
  const unlock = useTillState('till', (state) => state.unlockCards);
  const [reason, setReason] = useState('');
  const [isReasoned, setIsReasoned] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (approvalId: string): Promise<void> => {
    setIsReasoned(false);
    const failed = await unlock({ approvalId, reason: reason.trim() });
    if (failed === null) onClose();
    else setFailure(failed);
  };
  if (isReasoned) {
    return (
      <SupervisorPin
        act="unlock-cards"
        onApproved={(approvalId) => void run(approvalId)}
        onCancel={() => setIsReasoned(false)}
      />
    );
  }
  return (
    <Dialog title={t('queue:locked.dialog')} onClose={onClose}>
      <p>{t('queue:locked.means')}</p>
      <Field
        label={t('queue:why')}
        value={reason}
        onChange={setReason}
        onEnter={reason.trim() === '' ? undefined : () => setIsReasoned(true)}
        takesFocus
      />
      {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
      <DialogActions>
        <Button keyCap="Esc" onPress={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          variant="danger"
          isDisabled={reason.trim() === ''}
          onPress={() => setIsReasoned(true)}
        >
          {t('queue:locked.unlock')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
