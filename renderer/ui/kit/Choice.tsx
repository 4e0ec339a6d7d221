import { Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './Choice.module.css';

interface Props<Option extends string> {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: Option;
  readonly nameOf: (option: Option) => string;
  readonly onChange: (option: Option) => void;
}

/** One of a few, all in sight: arrows move, the chosen one is filled. */
export function Choice<Option extends string>({
  label,
  options,
  value,
  nameOf,
  onChange,
}: Props<Option>) {
  return (
    <RadioGroup
      className={styles['group'] ?? ''}
      orientation="horizontal"
      value={value}
      onChange={(chosen) => {
        const option = options.find((one) => one === chosen);
        if (option !== undefined) onChange(option);
      }}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['options']}>
        {options.map((option) => (
          <Radio key={option} value={option} className={styles['option'] ?? ''}>
            {nameOf(option)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
