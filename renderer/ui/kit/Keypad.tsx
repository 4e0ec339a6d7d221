import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { OneOfMany } from './Button.tsx';
import { useKeyLayer, type KeyBindings } from './keys.ts';
import styles from './Keypad.module.css';

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const;

interface PressProps {
  readonly onText: (text: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
  /** What the lower left key types: `00` for amounts, `.` for weights; without it, it clears. */
  readonly extra?: '00' | '.' | undefined;
}

/** One layout everywhere, as on the number block of the keyboard, which does the same. */
export function PressPad({ onText, onErase, onClear, extra }: PressProps) {
  const { t } = useTranslation('common');
  const digits = [...DIGITS, '0'].map((digit) => [digit, () => onText(digit)] as const);
  const bindings: KeyBindings = {
    ...Object.fromEntries(digits),
    ...(extra === '.' ? { '.': () => onText('.') } : {}),
    Backspace: onErase,
    Delete: onClear,
  };
  useKeyLayer(bindings);
  return (
    <div className={styles['pad']}>
      {DIGITS.map((digit) => (
        <OneOfMany key={digit} size="tender" onPress={() => onText(digit)}>
          {digit}
        </OneOfMany>
      ))}
      {extra === undefined ? (
        <OneOfMany size="tender" onPress={onClear}>
          {t('clear')}
        </OneOfMany>
      ) : (
        <OneOfMany size="tender" onPress={() => onText(extra)}>
          {extra}
        </OneOfMany>
      )}
      <OneOfMany size="tender" onPress={() => onText('0')}>
        0
      </OneOfMany>
      <OneOfMany size="tender" aria-label={t('backspace')} onPress={onErase}>
        <Delete size={24} aria-hidden="true" />
      </OneOfMany>
    </div>
  );
}

interface Props extends Pick<PressProps, 'extra'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength: number;
}

/** What is typed is a text that its parent keeps. */
export function Keypad({ value, onChange, maxLength, extra }: Props) {
  const type = (text: string): void => {
    if (value.length + text.length > maxLength) return;
    if (text === '.' && value.includes('.')) return;
    onChange(value + text);
  };
  return (
    <PressPad
      onText={type}
      onErase={() => onChange(value.slice(0, -1))}
      onClear={() => onChange('')}
      extra={extra}
    />
  );
}
