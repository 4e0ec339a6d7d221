import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import styles from './Field.module.css';

interface Props {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
  /** Says what is wrong and what to do; its presence marks the field as invalid. */
  readonly error?: ReactNode;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'url';
  readonly maxLength?: number;
  readonly isSecret?: boolean;
  readonly isDisabled?: boolean;
  /** What Enter does while the focus is here: the one next step, as it is printed on its button. */
  readonly onEnter?: (() => void) | undefined;
  /** In a dialog that is there for this field alone. */
  readonly takesFocus?: boolean;
}

export function Field({
  label,
  value,
  onChange,
  description,
  error,
  placeholder,
  inputMode = 'text',
  maxLength = 500,
  isSecret = false,
  isDisabled = false,
  onEnter,
  takesFocus = false,
}: Props) {
  return (
    <TextField
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      maxLength={maxLength}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      {...(takesFocus && { autoFocus: true })}
      type={isSecret ? 'password' : 'text'}
      autoComplete="off"
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <Input
        className={styles['input'] ?? ''}
        placeholder={placeholder ?? ''}
        inputMode={inputMode}
        onKeyDown={({ key, repeat, nativeEvent }) => {
          // Held down it presses once, as every key of the till.
          if (key === 'Enter' && !repeat && !nativeEvent.isComposing) onEnter?.();
        }}
      />
      {description !== undefined && error === undefined && (
        <Text slot="description" className={styles['description'] ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>{error}</FieldError>
    </TextField>
  );
}
