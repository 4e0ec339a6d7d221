import styles from './KeyCap.module.css';

/** The key that does the same; decoration for the eye, the button itself has the name. */
export function KeyCap({ children }: { readonly children: string }) {
  return (
    <kbd className={styles['cap']} aria-hidden="true">
      {children}
    </kbd>
  );
}
