import type { BlockCipher } from '../emv/block-cipher.ts';
export declare const AES: BlockCipher;
export declare const TRIPLE_DES: BlockCipher;
