import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import { useKeyLayer } from './keys.ts';
import { Keypad } from './Keypad.tsx';
import styles from './PinDialog.module.css';

interface Props {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Why the last try failed, in words. */
  readonly error?: ReactNode;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly isBusy?: boolean;
  readonly confirmLabel?: ReactNode;
  readonly onSubmit: (pin: string) => void;
  readonly onCancel: () => void;
}

/**
 * A PIN, of an operator or of a card. The digits are never drawn and live only here until they are
 * handed over; closing the dialog forgets them (P27).
 */
export function PinDialog({
  title,
  children,
  error,
  minLength = 4,
  maxLength = 12,
  isBusy = false,
  confirmLabel,
  onSubmit,
  onCancel,
}: Props) {
  const { t } = useTranslation('common');
  const [pin, setPin] = useState('');
  const isComplete = pin.length >= minLength;
  const submit = (): void => {
    if (!isComplete || isBusy) return;
    onSubmit(pin);
    setPin('');
  };
  return (
    <Dialog title={title} width="narrow" onClose={onCancel}>
      {children}
      <output className={styles['dots']} aria-label={t('digitsEntered', { count: pin.length })}>
        {'●'.repeat(pin.length)}
      </output>
      {/* Its place is there from the beginning: the keys must not move under a finger. */}
      <div className={styles['error']}>{error !== undefined && <p role="alert">{error}</p>}</div>
      <Keypad value={pin} onChange={setPin} maxLength={maxLength} />
      <SubmitKey onSubmit={submit} />
      <DialogActions>
        <Button keyCap="Esc" onPress={onCancel}>
          {t('cancel')}
        </Button>
        <Button
          variant="primary"
          keyCap="Enter"
          isDisabled={!isComplete || isBusy}
          onPress={submit}
        >
          {confirmLabel ?? t('confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its key lies above the dialog's own layer. */
function SubmitKey({ onSubmit }: { readonly onSubmit: () => void }) {
  useKeyLayer({ Enter: onSubmit });
  return null;
}
