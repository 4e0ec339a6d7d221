import { ecb } from '@noble/ciphers/aes.js';
import type { BlockCipher } from '../../../shared/domain/emv/block-cipher.ts';

/**
 * AES that answers at once, which Web Crypto does not (decision 7). The library enciphers once with
 * what it made of a key, so that it is made anew for each block.
 */
const of = (key: Uint8Array) => ecb(Uint8Array.from(key), { disablePadding: true });

export const AES_BLOCK: BlockCipher = {
  algorithm: 'aes',
  under: (key) => ({
    encrypt: (block) => of(key).encrypt(Uint8Array.from(block)),
    decrypt: (block) => of(key).decrypt(Uint8Array.from(block)),
  }),
};
