import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PAPER_NUMBER } from '../../../shared/domain/paper-sale.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { MomentField } from '../kit/MomentField.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './PaperSale.module.css';

/** What was sold on paper (补录): its number and time first, then a supervisor's PIN. */
export function PaperSale({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('paper');
  const { t: common } = useTranslation('common');
  const enterPaper = useTillState('checkout', (state) => state.enterPaper);
  const [paperNumber, setPaperNumber] = useState('');
  const [soldAtMs, setSoldAtMs] = useState<number | null>(() => Date.now());
  const [isSure, setIsSure] = useState(false);
  const isWhole = paperNumber.trim() !== '' && soldAtMs !== null;
  if (isSure && soldAtMs !== null) {
    return (
      <SupervisorPin
        act="enter-paper"
        onApproved={(approvalId, supervisorId) => {
          onClose();
          void enterPaper({ paperNumber, soldAtMs }, { approvalId, supervisorId });
        }}
        onCancel={() => setIsSure(false)}
      />
    );
  }
  const goOn = (event: FormEvent): void => {
    event.preventDefault();
    setIsSure(isWhole);
  };
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <form className={styles['form']} onSubmit={goOn}>
        <p>{t('means')}</p>
        <p>{t('noCards')}</p>
        <Field
          label={t('number')}
          value={paperNumber}
          onChange={setPaperNumber}
          maxLength={MAX_PAPER_NUMBER}
          takesFocus
        />
        <MomentField label={t('soldAt')} valueMs={soldAtMs} onChange={setSoldAtMs} />
        <DialogActions>
          <Button keyCap="Esc" onPress={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" keyCap="Enter" type="submit" isDisabled={!isWhole}>
            {t('enter')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
