import { useState } from 'react';
import { SHORTEST_PASSPHRASE } from '../../../shared/contracts/host.ts';

/** A passphrase that is typed twice: a slip of the finger would lock the shop out. */
export interface TypedPassphrase {
  readonly first: string;
  readonly second: string;
  readonly typeFirst: (text: string) => void;
  readonly typeSecond: (text: string) => void;
  readonly isShort: boolean;
  readonly differs: boolean;
  /** Null until it can be used. */
  readonly passphrase: string | null;
  readonly forget: () => void;
}

export function useNewPassphrase(): TypedPassphrase {
  const [first, typeFirst] = useState('');
  const [second, typeSecond] = useState('');
  const isShort = first.length < SHORTEST_PASSPHRASE;
  const differs = second !== first;
  return {
    first,
    second,
    typeFirst,
    typeSecond,
    isShort,
    differs,
    passphrase: isShort || differs ? null : first,
    forget: () => {
      typeFirst('');
      typeSecond('');
    },
  };
}
