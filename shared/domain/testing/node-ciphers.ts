import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { BlockCipher } from '../emv/block-cipher.ts';

/** Node's ciphers behind the port of the rules, for their tests. */
function cipherOf(
  algorithm: BlockCipher['algorithm'],
  nameFor: (key: Uint8Array) => string,
): BlockCipher {
  const run =
    (create: typeof createCipheriv | typeof createDecipheriv): BlockCipher['encrypt'] =>
    (key, block) => {
      const cipher = create(nameFor(key), key, null).setAutoPadding(false);
      return Uint8Array.from(Buffer.concat([cipher.update(block), cipher.final()]));
    };
  return { algorithm, encrypt: run(createCipheriv), decrypt: run(createDecipheriv) };
}

export const AES = cipherOf('aes', (key) => `aes-${key.length * 8}-ecb`);
export const TRIPLE_DES = cipherOf('triple-des', () => 'des-ede');
