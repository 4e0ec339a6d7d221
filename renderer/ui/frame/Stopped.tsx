import type { ReactNode } from 'react';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import styles from './StartNotice.module.css';

interface Props {
  readonly title: string;
  /** Why, or what became of the money. */
  readonly words: string;
  /** The way on; it may work by now. */
  readonly again: string;
  readonly onAgain: () => void;
  /** Another way. */
  readonly children?: ReactNode;
}

/** In the place of what cannot be shown. */
export function Stopped({ title, words, again, onAgain, children }: Props) {
  useKeyLayer({ Enter: onAgain });
  return (
    <main className={styles['notice']}>
      <div className={styles['said']} role="alert">
        <h1>{title}</h1>
        <p>{words}</p>
      </div>
      <Button variant="primary" size="tender" keyCap="Enter" onPress={onAgain}>
        {again}
      </Button>
      {children}
    </main>
  );
}
