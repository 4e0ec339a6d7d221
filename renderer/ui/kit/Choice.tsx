import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Choice.module.css';

interface Props<Option extends string> {
  readonly label: string;
  readonly options: readonly Option[];
  /** Null when what is set is none of them. */
  readonly value: Option | null;
  readonly nameOf: (option: Option) => string;
  readonly onChange: (option: Option) => void;
  /** For narrow columns: the options share the width. */
  readonly isCompact?: boolean;
  /** Where the options say by themselves what is chosen; it is still read out. */
  readonly isLabelHidden?: boolean;
  /** What cannot be chosen, and why not. */
  readonly barred?: { readonly option: Option; readonly reason: string } | undefined;
}

/** One of a few, all in sight: arrows move, the chosen one is filled. */
export function Choice<Option extends string>({
  label,
  options,
  value,
  nameOf,
  onChange,
  isCompact = false,
  isLabelHidden = false,
  barred,
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
      <Label className={classes(isLabelHidden ? 'visually-hidden' : styles['label'])}>
        {label}
      </Label>
      <div className={classes(styles['options'], isCompact && styles['compact'])}>
        {options.map((option) => (
          <Radio
            key={option}
            value={option}
            isDisabled={option === barred?.option}
            className={styles['option'] ?? ''}
          >
            {nameOf(option)}
          </Radio>
        ))}
      </div>
      {barred !== undefined && (
        <Text slot="description" className={styles['reason'] ?? ''}>
          {barred.reason}
        </Text>
      )}
    </RadioGroup>
  );
}
