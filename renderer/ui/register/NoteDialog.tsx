import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CUSTOMER_LENGTH, MAX_NOTE_LENGTH } from '../../../shared/domain/cart.ts';
import type { Target } from '../../stores/cart-store.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { useTillState } from '../stores-context.ts';
import { Choice } from './Choice.tsx';
import type { RegisterDialogProps } from './register-dialog.ts';
import styles from './Dialogs.module.css';

/** What is said of a line or of the sale, and who buys it (A16). */
export function NoteDialog({ onClose }: RegisterDialogProps) {
  const { t } = useTranslation('register');
  const { t: common } = useTranslation('common');
  const cart = useTillState('cart', (state) => state.cart);
  const setNote = useTillState('cart', (state) => state.setNote);
  const setCustomer = useTillState('cart', (state) => state.setCustomer);
  const [target, setTarget] = useState<Target | 'customer'>('line');
  const line = cart.lines.find(({ lineId }) => lineId === cart.activeLineId);
  const isCustomer = target === 'customer';
  const texts = { line: line?.note ?? '', sale: cart.note, customer: cart.customer };
  const [text, setText] = useState(texts.line);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isCustomer) setCustomer(text.trim());
    else setNote(target, text.trim());
    onClose();
  };
  return (
    <Dialog title={t('noteTitle')} onClose={onClose}>
      <form className={styles['column']} onSubmit={save}>
        <Choice
          label={t('noteTarget')}
          value={target}
          onChange={(next) => {
            setTarget(next);
            setText(texts[next]);
          }}
          options={[
            ['line', t('onLine')],
            ['sale', t('onSale')],
            ['customer', t('customer')],
          ]}
        />
        <Field
          label={t(isCustomer ? 'customerWho' : 'noteText')}
          description={t(isCustomer ? 'customerHint' : 'noteHint')}
          value={text}
          onChange={setText}
          maxLength={isCustomer ? MAX_CUSTOMER_LENGTH : MAX_NOTE_LENGTH}
          takesFocus
        />
        <DialogActions>
          <Button keyCap="Esc" onPress={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" keyCap="Enter" type="submit">
            {t('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
