import { concatBytes } from '../../lib/bytes.ts';
import type { BlockCipher, KeyedCipher } from './block-cipher.ts';

/**
 * The MAC that makes a cryptogram (EMV Book 2, A1.2): ISO/IEC 9797-1 algorithm 3 with padding method
 * 2 for triple DES (A1.2.1), CMAC of NIST SP 800-38B for AES (A1.2.2). As long as a block; whoever
 * needs less takes its front.
 */
export function cardMac(cipher: BlockCipher, key: Uint8Array, data: Uint8Array): Uint8Array {
  return cipher.algorithm === 'aes' ? cmac(cipher.under(key), data) : retailMac(cipher, key, data);
}

/**
 * Single DES under the left key over all blocks, the last result deciphered under the right and
 * enciphered under the left again. Triple DES whose two keys are the same one is single DES.
 */
function retailMac(cipher: BlockCipher, key: Uint8Array, data: Uint8Array): Uint8Array {
  const left = key.subarray(0, 8);
  const single = cipher.under(concatBytes(left, left));
  const blocks = blocksOf(padded(data, 8), 8);
  const last = blocks.pop() ?? new Uint8Array(8);
  return cipher.under(key).encrypt(xor(chain(single, blocks, 8), last));
}

function cmac(keyed: KeyedCipher, data: Uint8Array): Uint8Array {
  const first = doubled(keyed.encrypt(new Uint8Array(16)));
  const isWhole = data.length > 0 && data.length % 16 === 0;
  const blocks = blocksOf(isWhole ? data : padded(data, 16), 16);
  const last = blocks.pop() ?? new Uint8Array(16);
  const masked = xor(last, isWhole ? first : doubled(first));
  return keyed.encrypt(xor(chain(keyed, blocks, 16), masked));
}

function chain({ encrypt }: KeyedCipher, blocks: readonly Uint8Array[], bytes: 8 | 16): Uint8Array {
  let chained: Uint8Array = new Uint8Array(bytes);
  for (const block of blocks) chained = encrypt(xor(chained, block));
  return chained;
}

/** ISO/IEC 9797-1 padding method 2: one bit, then zeros to the end of the block. */
function padded(data: Uint8Array, block: number): Uint8Array {
  const zeros = block - 1 - (data.length % block);
  return concatBytes(data, Uint8Array.of(0x80), new Uint8Array(zeros));
}

function blocksOf(data: Uint8Array, block: number): Uint8Array[] {
  return Array.from({ length: data.length / block }, (_, i) =>
    data.subarray(i * block, (i + 1) * block),
  );
}

/** Times x in GF(2^128) with the polynomial of SP 800-38B, 5.3. */
function doubled(block: Uint8Array): Uint8Array {
  const result = block.map((byte, i) => (byte << 1) | ((block[i + 1] ?? 0) >> 7));
  if (((block[0] ?? 0) & 0x80) !== 0) result[15] = (result[15] ?? 0) ^ 0x87;
  return result;
}

export function xor(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  return one.map((byte, i) => byte ^ (other[i] ?? 0));
}
