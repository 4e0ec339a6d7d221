import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type Cipheriv,
  type Decipheriv,
} from 'node:crypto';
import type { BlockCipher } from '../../shared/domain/emv/block-cipher.ts';
import { assert } from '../../shared/lib/assert.ts';

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
    under: (key) => {
      const name = nameFor(key);
      // A key of bare bytes costs four times what a block does (`raw-signature.ts` says why).
      const secret = createSecretKey(key);
      return {
        encrypt: blocksThrough(() => createCipheriv(name, secret, null)),
        decrypt: blocksThrough(() => createDecipheriv(name, secret, null)),
      };
    },
  };
}

/** Made for the first block; without mode and padding none has to do with the one before it. */
function blocksThrough(make: () => Cipheriv | Decipheriv): (block: Uint8Array) => Uint8Array {
  let cipher: Cipheriv | Decipheriv | null = null;
  return (block) => {
    cipher ??= make().setAutoPadding(false);
    const done = cipher.update(block);
    assert(done.length === block.length, 'a part of a block would go along with the next');
    return done;
  };
}
