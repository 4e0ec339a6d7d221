import type { CSSProperties } from 'react';
import { classes } from './classes.ts';
import { money } from './money.ts';
import styles from './BigAmount.module.css';

interface Props {
  readonly amountMinor: number;
  readonly size: 'due' | 'change' | 'huge';
  /** `certain`: in the drawer or out of it; `soft`: nothing to hand out yet; none: nobody's here. */
  readonly tone?: 'certain' | 'soft';
  readonly testId?: string;
}

/**
 * An amount that is read from across the counter: as large as its place allows, and never cut off.
 * `¥21,110.` on the screen is another amount than `¥21,110.50`.
 */
export function BigAmount({ amountMinor, size, tone, testId }: Props) {
  const text = money(amountMinor);
  return (
    <div className={styles['place']}>
      <output
        className={classes(styles['amount'], styles[size], tone !== undefined && styles[tone])}
        style={{ '--signs': text.length } as CSSProperties}
        data-testid={testId}
      >
        {text}
      </output>
    </div>
  );
}
