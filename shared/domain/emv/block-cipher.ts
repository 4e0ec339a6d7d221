/**
 * The one thing that card cryptography needs from a platform: a block enciphered with a key. It is
 * handed in, since each host has its own cryptography (as `journal-chain.ts` takes its hash); modes
 * and derivations are made of it here, so that card, PIN pad and bank cannot differ.
 */
export interface BlockCipher {
  readonly algorithm: 'aes' | 'triple-des';
  /** One block, no padding. AES: keys of 16, 24 or 32 bytes. Triple DES: two keys of 8 bytes. */
  readonly encrypt: (key: Uint8Array, block: Uint8Array) => Uint8Array;
  readonly decrypt: (key: Uint8Array, block: Uint8Array) => Uint8Array;
}

export function blockBytes({ algorithm }: BlockCipher): 8 | 16 {
  return algorithm === 'aes' ? 16 : 8;
}
