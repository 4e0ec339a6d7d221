import type { ReactNode } from 'react';
import styles from './Nothing.module.css';

interface Props {
  readonly title: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
}

/** A place that is empty says why, and what to do next. */
export function Nothing({ title, hint, icon }: Props) {
  return (
    <div className={styles['nothing']}>
      {icon}
      <p className={styles['title']}>{title}</p>
      {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
    </div>
  );
}
