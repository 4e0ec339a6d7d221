import { ecb } from '@noble/ciphers/aes.js';
import type { BlockCipher } from '../../../shared/domain/emv/block-cipher.ts';

/** AES that answers at once, which Web Crypto does not (decision 7). */
const of = (key: Uint8Array) => ecb(Uint8Array.from(key), { disablePadding: true });

export const AES_BLOCK: BlockCipher = {
  algorithm: 'aes',
  encrypt: (key, block) => of(key).encrypt(Uint8Array.from(block)),
  decrypt: (key, block) => of(key).decrypt(Uint8Array.from(block)),
};
