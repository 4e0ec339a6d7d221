import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isPayable } from '../../../shared/domain/money.ts';
import { parseTyped } from '../../../shared/domain/typed-number.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './DrawerDialog.module.css';

const KINDS = ['pay-in', 'pay-out'] as const;

/** Cash that goes in or out with no sale, and why (A24). */
export function CashMove({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['drawer', 'errors', 'common']);
  const move = useTillState('drawer', (state) => state.move);
  const failure = useTillState('drawer', (state) => state.failure);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('pay-in');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const amountMinor = parseTyped(typed, 2);
  const isWhole = amountMinor !== null && isPayable(amountMinor) && reason.trim() !== '';
  const write = async (): Promise<void> => {
    if (amountMinor === null || !isPayable(amountMinor)) return;
    setTried(true);
    if (await move({ kind, amountMinor, reason })) onClose();
  };
  return (
    <Dialog title={t('drawer:moveTitle')} onClose={onClose}>
      <form
        className={styles['body']}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isWhole) void write();
        }}
      >
        <p className={styles['soft']}>{t('drawer:moveMeans')}</p>
        <Choice
          label={t('drawer:direction')}
          options={KINDS}
          value={kind}
          nameOf={(one) => t(`drawer:kind.${one}`)}
          onChange={setKind}
        />
        <Field
          label={t('drawer:amount')}
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
          maxLength={12}
          takesFocus
        />
        <Field label={t('drawer:reason')} value={reason} onChange={setReason} maxLength={200} />
        {tried && failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
        <DialogActions>
          <Button keyCap="Esc" onPress={onClose}>
            {t('common:cancel')}
          </Button>
          <Button variant="primary" keyCap="Enter" type="submit" isDisabled={!isWhole}>
            {t('drawer:moveNow')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
