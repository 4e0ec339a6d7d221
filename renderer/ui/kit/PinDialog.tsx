import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PinPadKey } from '../../../shared/contracts/pin-pad-keys.ts';
import { LONGEST_PIN, SHORTEST_PIN } from '../../../shared/domain/emv/pin-block.ts';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import { useKeyLayer } from './keys.ts';
import { PressPad } from './Keypad.tsx';
import styles from './PinDialog.module.css';

interface DialogProps {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Why the last try failed, in words. */
  readonly error?: ReactNode;
  readonly isBusy?: boolean;
  readonly confirmLabel?: ReactNode;
  readonly onCancel: () => void;
}

interface PinProps extends DialogProps {
  readonly onSubmit: (pin: string) => void;
}

/**
 * The PIN of an operator. The digits are never drawn and live only here until they are handed over;
 * closing the dialog forgets them (P28).
 */
export function PinDialog({ onSubmit, isBusy = false, ...props }: PinProps) {
  const [pin, setPin] = useState('');
  const press = (key: PinPadKey): void => {
    if (key === 'erase') setPin(pin.slice(0, -1));
    else if (key === 'clear') setPin('');
    else if (key !== 'confirm') setPin((pin + key).slice(0, LONGEST_PIN));
    else if (pin.length >= SHORTEST_PIN && !isBusy) {
      onSubmit(pin);
      setPin('');
    }
  };
  return <PinPadDialog {...props} digits={pin.length} isBusy={isBusy} onKey={press} />;
}

interface PadProps extends DialogProps {
  /** So many dots are drawn. */
  readonly digits: number;
  /** Each as it is pressed: a digit, or what it does to those before. */
  readonly onKey: (key: PinPadKey) => void;
}

/** Dots and keys: it knows how many digits there are and not which. */
export function PinPadDialog({
  title,
  children,
  error,
  isBusy = false,
  confirmLabel,
  digits,
  onKey,
  onCancel,
}: PadProps) {
  const { t } = useTranslation('common');
  const confirm = (): void => onKey('confirm');
  return (
    <Dialog title={title} width="narrow" onClose={onCancel}>
      {children}
      <output className={styles['dots']} aria-label={t('digitsEntered', { count: digits })}>
        {'●'.repeat(digits)}
      </output>
      {/* Its place is there from the beginning: the keys must not move under a finger. */}
      <div className={styles['error']}>{error !== undefined && <p role="alert">{error}</p>}</div>
      <PressPad
        onText={(digit) => onKey(digit as PinPadKey)}
        onErase={() => onKey('erase')}
        onClear={() => onKey('clear')}
      />
      <ConfirmKey onConfirm={confirm} />
      <DialogActions>
        <Button keyCap="Esc" onPress={onCancel}>
          {t('cancel')}
        </Button>
        <Button
          variant="primary"
          keyCap="Enter"
          isDisabled={digits < SHORTEST_PIN || isBusy}
          onPress={confirm}
        >
          {confirmLabel ?? t('confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its key lies above the dialog's own layer. */
function ConfirmKey({ onConfirm }: { readonly onConfirm: () => void }) {
  useKeyLayer({ Enter: onConfirm });
  return null;
}
