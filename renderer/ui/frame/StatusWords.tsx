import type { ReactNode } from 'react';
import { classes } from '../kit/classes.ts';
import styles from './StatusBar.module.css';

interface Props {
  readonly first: ReactNode;
  readonly second: ReactNode;
  readonly tone?: 'calm' | 'warned' | 'alarmed';
  /** From which width on they are there; below it, the explanation alone says them. */
  readonly when?: 'keep' | 'wide' | 'roomy';
}

/** Two short lines, one above the other: half as wide, and never wrapped. */
export function StatusWords({ first, second, tone = 'calm', when = 'wide' }: Props) {
  return (
    <span className={classes(styles['words'], styles[tone], styles[when])}>
      <span className={styles['first']}>{first}</span>
      {/* Not seen, but heard and copied: without it two words are one. */ ' '}
      <span className={styles['second']}>{second}</span>
    </span>
  );
}
