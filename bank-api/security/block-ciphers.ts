import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { BlockCipher } from '../../shared/domain/emv/block-cipher.ts';

/** Node's ciphers behind the port of the card rules: one block at a time, no mode, no padding. */
export const BLOCK_CIPHERS: Readonly<Record<BlockCipher['algorithm'], BlockCipher>> = {
  aes: cipherOf('aes', (key) => `aes-${key.length * 8}-ecb`),
  'triple-des': cipherOf('triple-des', () => 'des-ede'),
};

function cipherOf(
  algorithm: BlockCipher['algorithm'],
  nameFor: (key: Uint8Array) => string,
): BlockCipher {
  return {
    algorithm,
    encrypt: (key, block) => {
      const cipher = createCipheriv(nameFor(key), key, null).setAutoPadding(false);
      return Buffer.concat([cipher.update(block), cipher.final()]);
    },
    decrypt: (key, block) => {
      const cipher = createDecipheriv(nameFor(key), key, null).setAutoPadding(false);
      return Buffer.concat([cipher.update(block), cipher.final()]);
    },
  };
}
