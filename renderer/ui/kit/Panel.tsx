import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Panel.module.css';

interface Props {
  readonly children: ReactNode;
  readonly title?: ReactNode;
  /** Stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly isFilling?: boolean;
  readonly label?: string;
}

/** A card on the counter's ground: one subject, one line around it. */
export function Panel({ children, title, aside, isFilling = false, label }: Props) {
  return (
    <section
      className={classes(styles['panel'], isFilling && styles['filling'])}
      aria-label={label}
    >
      {title !== undefined && (
        <header className={styles['header']}>
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** A fact: its name at the left, softly; its value at the right, never wrapped. */
export function Fact({
  name,
  children,
}: {
  readonly name: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['fact']}>
      <span className={styles['name']}>{name}</span>
      <span className={styles['value']}>{children}</span>
    </div>
  );
}
