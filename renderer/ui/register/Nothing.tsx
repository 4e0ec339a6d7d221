import styles from './Nothing.module.css';

/** A place that is empty says why, and what to do next. */
export function Nothing({ title, hint }: { readonly title: string; readonly hint?: string }) {
  return (
    <div className={styles['nothing']}>
      <p className={styles['title']}>{title}</p>
      {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
    </div>
  );
}
