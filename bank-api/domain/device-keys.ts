import type { KeyRenewalRequest } from '../../shared/contracts/key-renewal.ts';

/** The keys that a terminal signs with; two of them while one takes the place of the other (P25). */
export interface TerminalKeys<Key> {
  readonly first: Key;
  readonly next: Key | null;
}

/** Whose signature it is: the bank takes both until it has seen the next one sign; null = nobody's. */
export function signerAmong<Key>(
  { first, next }: TerminalKeys<Key>,
  isSignedBy: (key: Key) => boolean,
): 'first' | 'next' | null {
  if (isSignedBy(first)) return 'first';
  return next !== null && isSignedBy(next) ? 'next' : null;
}

/** What the bank knows of a terminal when its next key is brought. */
export interface KeyHolder {
  readonly keyId: string;
  /** Null: from before it was asked for. */
  readonly keyStoreLevel: string | null;
}

export interface BroughtKey {
  readonly keyId: string;
  readonly keyStoreLevel: KeyRenewalRequest['keyStoreLevel'];
  /** It has signed what shows that whoever brings it has it. */
  readonly isProved: boolean;
  /** In use at another terminal, or brought there. */
  readonly isOfAnother: boolean;
}

export type KeyVerdict =
  /** Brought again it is the same; another one takes its place as long as it was not used. */
  | { readonly type: 'taken' }
  /** Its answer was lost, and the key has been used since. */
  | { readonly type: 'in-use' }
  | {
      readonly type: 'refused';
      readonly code: 'request-malformed' | 'not-permitted' | 'key-store-too-weak';
      readonly detail: string;
    };

const RANK: Readonly<Record<string, number>> = { file: 0, passphrase: 1, keyring: 2 };

/**
 * A till brings its next key (PROTOCOL P25): the request is signed by the key in use, the proof by the
 * next one. Where its keys rest may only have become better.
 */
export function judgeNextKey(
  { keyId, keyStoreLevel }: KeyHolder,
  { keyId: nextId, keyStoreLevel: level, isProved, isOfAnother }: BroughtKey,
): KeyVerdict {
  const refused = (
    code: 'request-malformed' | 'not-permitted' | 'key-store-too-weak',
    detail: string,
  ) => ({ type: 'refused', code, detail }) as const;
  if (!isProved) return refused('request-malformed', 'the next key has not signed its proof');
  if ((RANK[level] ?? 0) < (RANK[keyStoreLevel ?? 'file'] ?? 0)) {
    return refused('key-store-too-weak', `${level} after ${keyStoreLevel}`);
  }
  if (keyId === nextId) return { type: 'in-use' };
  return isOfAnother
    ? refused('not-permitted', 'the next key is the one of another terminal')
    : { type: 'taken' };
}
