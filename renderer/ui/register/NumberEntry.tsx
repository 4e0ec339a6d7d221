import { Keypad } from '../kit/Keypad.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import styles from './Dialogs.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Shown softly while nothing is typed: what it is now. */
  readonly placeholder: string;
  readonly unit: string;
  readonly allowsFraction: boolean;
  readonly error: string | null;
  readonly onSubmit: () => void;
}

/** A number by keypad or keyboard. No field has the focus: a scan cannot be typed into it. */
export function NumberEntry({
  label,
  value,
  onChange,
  placeholder,
  unit,
  allowsFraction,
  error,
  onSubmit,
}: Props) {
  useKeyLayer({ Enter: onSubmit });
  return (
    <>
      <div className={styles['display']}>
        <output aria-label={label}>
          {value === '' ? <span className={styles['soft']}>{placeholder}</span> : value}
        </output>
        <span className={styles['unit']}>{unit}</span>
      </div>
      <p role="alert" className={styles['error']}>
        {error}
      </p>
      <Keypad
        value={value}
        onChange={onChange}
        maxLength={9}
        {...(allowsFraction ? { extra: '.' } : {})}
      />
    </>
  );
}
