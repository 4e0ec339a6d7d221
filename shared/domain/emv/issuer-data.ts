import { concatBytes } from '../../lib/bytes.ts';
import { bitsOf, CARD_RESULT_BITS, namesOf, type CardResultBit } from './bits.ts';
import type { BlockCipher } from './block-cipher.ts';
import { binaryBytes, binaryNumber } from './digits.ts';

/** What the card is asked for and gives: yes by itself, ask the issuer, no (EMV Book 3, 6.5.5). */
export type CryptogramType = 'TC' | 'ARQC' | 'AAC';

/** By the two bits that stand for each, wherever a cryptogram is spoken of (Book 3, table 14). */
export const CRYPTOGRAM_TYPES: readonly CryptogramType[] = ['AAC', 'TC', 'ARQC'];

/** Cryptogram information data, tag 9F27: the two bits in front, no advice. */
export function cryptogramInformation(type: CryptogramType): number {
  return CRYPTOGRAM_TYPES.indexOf(type) << 6;
}

/**
 * What the card tells its issuer with each cryptogram, tag 9F10, in the format of the Common Core
 * Definitions (EMV Book 3, C9, tables CCD 8 to 10): how it was made, what the card found and how much
 * it has approved by itself. It goes into the cryptogram, so that nobody on the way can change it.
 */
export interface IssuerData {
  readonly algorithm: BlockCipher['algorithm'];
  /** Which of the issuer's keys the card's was derived from. */
  readonly keyIndex: number;
  readonly first: CryptogramType;
  readonly second: 'TC' | 'AAC' | null;
  readonly found: readonly CardResultBit[];
  readonly pinTriesLeft: number;
  readonly offlineCount: number;
  readonly offlineAmountMinor: number;
}

const LENGTH = 32;
const FILLED = 0x0f;
/** Format A, cryptogram version 5 and 6. */
const VERSION = { 'triple-des': 0xa5, aes: 0xa6 } as const;
const SECOND = ['AAC', 'TC', null] as const;

export function encodeIssuerData(data: IssuerData): Uint8Array<ArrayBuffer> {
  const results = bitsOf(CARD_RESULT_BITS, data.found, 5);
  const given = (SECOND.indexOf(data.second) << 6) | (CRYPTOGRAM_TYPES.indexOf(data.first) << 4);
  results[0] = (results[0] ?? 0) | given;
  results[1] = (results[1] ?? 0) | ((data.pinTriesLeft & 0xf) << 4);
  return concatBytes(
    Uint8Array.of(FILLED, VERSION[data.algorithm], data.keyIndex),
    results,
    binaryBytes(data.offlineCount, 2),
    binaryBytes(data.offlineAmountMinor, 6),
    Uint8Array.of(FILLED),
    new Uint8Array(15),
  );
}

/** Null for any other format: whoever reads it would guess. */
export function decodeIssuerData(bytes: Uint8Array): IssuerData | null {
  if (bytes.length !== LENGTH || bytes[0] !== FILLED || bytes[16] !== FILLED) return null;
  const algorithm = bytes[1] === VERSION.aes ? 'aes' : 'triple-des';
  if (bytes[1] !== VERSION[algorithm]) return null;
  const results = bytes.subarray(3, 8);
  const given = results[0] ?? 0;
  const first = CRYPTOGRAM_TYPES[(given >> 4) & 3];
  const second = SECOND[given >> 6];
  if (first === undefined || second === undefined) return null;
  return {
    algorithm,
    keyIndex: bytes[2] ?? 0,
    first,
    second,
    found: namesOf(CARD_RESULT_BITS, results),
    pinTriesLeft: (results[1] ?? 0) >> 4,
    offlineCount: binaryNumber(bytes.subarray(8, 10)),
    offlineAmountMinor: binaryNumber(bytes.subarray(10, 16)),
  };
}
