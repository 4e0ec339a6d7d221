import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { BlockCipher } from '../emv/block-cipher.ts';

/** Node's ciphers behind the port of the rules, for their tests. */
function cipherOf(
  algorithm: BlockCipher['algorithm'],
  nameFor: (key: Uint8Array) => string,
): BlockCipher {
  return {
    algorithm,
    under: (key) => ({
      encrypt: (block) => {
        const cipher = createCipheriv(nameFor(key), key, null).setAutoPadding(false);
        return Uint8Array.from(Buffer.concat([cipher.update(block), cipher.final()]));
      },
      decrypt: (block) => {
        const cipher = createDecipheriv(nameFor(key), key, null).setAutoPadding(false);
        return Uint8Array.from(Buffer.concat([cipher.update(block), cipher.final()]));
      },
    }),
  };
}

export const AES = cipherOf('aes', (key) => `aes-${key.length * 8}-ecb`);
export const TRIPLE_DES = cipherOf('triple-des', () => 'des-ede');
