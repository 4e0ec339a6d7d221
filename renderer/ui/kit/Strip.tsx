import type { ReactNode } from 'react';
import styles from './Strip.module.css';

interface Props {
  readonly label: string;
  readonly children: ReactNode;
}

/** Lies between the top bar and the screen until somebody has dealt with it; it is read out. */
export function Strip({ label, children }: Props) {
  return (
    <section className={styles['strip']} aria-label={label} aria-live="polite">
      {children}
    </section>
  );
}
