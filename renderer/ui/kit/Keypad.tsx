import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { useKeyLayer, type KeyBindings } from './keys.ts';
import styles from './Keypad.module.css';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength: number;
  /** What the lower left key types: `00` for amounts, `.` for weights, nothing for PINs. */
  readonly extra?: '00' | '.';
}

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const;

/** One layout everywhere, as on the number block of the keyboard, which does the same. */
export function Keypad({ value, onChange, maxLength, extra }: Props) {
  const { t } = useTranslation('common');
  const type = (text: string): void => {
    if (value.length + text.length > maxLength) return;
    if (text === '.' && value.includes('.')) return;
    onChange(value + text);
  };
  const erase = (): void => onChange(value.slice(0, -1));
  const digits = [...DIGITS, '0'].map((digit) => [digit, () => type(digit)] as const);
  const bindings: KeyBindings = {
    ...Object.fromEntries(digits),
    ...(extra === '.' ? { '.': () => type('.') } : {}),
    Backspace: erase,
    Delete: () => onChange(''),
  };
  useKeyLayer(bindings);
  return (
    <div className={styles['pad']}>
      {DIGITS.map((digit) => (
        <Button key={digit} size="tender" preventFocusOnPress onPress={() => type(digit)}>
          {digit}
        </Button>
      ))}
      {extra === undefined ? (
        <Button size="tender" preventFocusOnPress onPress={() => onChange('')}>
          {t('clear')}
        </Button>
      ) : (
        <Button size="tender" preventFocusOnPress onPress={() => type(extra)}>
          {extra}
        </Button>
      )}
      <Button size="tender" preventFocusOnPress onPress={() => type('0')}>
        0
      </Button>
      <Button size="tender" preventFocusOnPress aria-label={t('backspace')} onPress={erase}>
        <Delete size={24} aria-hidden="true" />
      </Button>
    </div>
  );
}
