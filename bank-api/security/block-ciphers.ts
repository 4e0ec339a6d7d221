import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
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
  // A key of bare bytes costs four times what the block does (`raw-signature.ts` says why). Without
  // padding nothing is held back for the end.
  return {
    algorithm,
    encrypt: (key, block) =>
      createCipheriv(nameFor(key), createSecretKey(key), null).setAutoPadding(false).update(block),
    decrypt: (key, block) =>
      createDecipheriv(nameFor(key), createSecretKey(key), null)
        .setAutoPadding(false)
        .update(block),
  };
}
