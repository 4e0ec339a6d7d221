/**
 * The one thing that card cryptography needs from a platform: a block enciphered with a key. It is
 * handed in, since each host has its own cryptography (as `journal-chain.ts` takes its hash); modes
 * and derivations are made of it here, so that card, PIN pad and bank cannot differ.
 */
export interface BlockCipher {
  readonly algorithm: 'aes' | 'triple-des';
  /**
   * For as many blocks as there are: making a key ready costs more than a block with it. To be used
   * before the bytes of the key are erased. AES: keys of 16, 24 or 32 bytes. Triple DES: two keys of 8
   * bytes.
   */
  readonly under: (key: Uint8Array) => KeyedCipher;
}

/** One block, no padding. */
export interface KeyedCipher {
  readonly encrypt: (block: Uint8Array) => Uint8Array;
  readonly decrypt: (block: Uint8Array) => Uint8Array;
}
