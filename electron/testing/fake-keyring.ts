import { createHmac } from 'node:crypto';
import type { Keyring } from '../platform/key-store.ts';

/** A safe that hides text well enough to see that nobody wrote it down, and knows its owner. */
export function fakeKeyring(owner = 'this user'): Keyring {
  const seal = (text: string): string => createHmac('sha256', owner).update(text).digest('hex');
  return {
    seal: (plain) =>
      Promise.resolve(`${seal(plain)}.${Buffer.from(plain, 'utf8').toString('base64')}`),
    open: (sealed) => {
      const [mark, hidden] = sealed.split('.');
      const plain = Buffer.from(hidden ?? '', 'base64').toString('utf8');
      return mark === seal(plain)
        ? Promise.resolve(plain)
        : Promise.reject(new Error('sealed by somebody else'));
    },
  };
}
