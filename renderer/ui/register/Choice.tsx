import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import styles from './Dialogs.module.css';

interface Props<Name extends string> {
  readonly label: string;
  readonly options: readonly (readonly [name: Name, label: string])[];
  readonly value: Name;
  readonly onChange: (name: Name) => void;
}

/** One of few, side by side; always exactly one. */
export function Choice<Name extends string>({ label, options, value, onChange }: Props<Name>) {
  return (
    <ToggleButtonGroup
      className={styles['choice'] ?? ''}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
    >
      {options.map(([name, text]) => (
        <ToggleButton
          key={name}
          id={name}
          className={styles['option'] ?? ''}
          preventFocusOnPress
          onPress={() => onChange(name)}
        >
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
