import { concatBytes, sameBytes } from '../../lib/bytes.ts';
import type { BlockCipher } from './block-cipher.ts';
import { cardMac } from './card-mac.ts';
import type { DataElements, DataName } from './tags.ts';

/**
 * Cryptograms between card and issuer (EMV Book 2, section 8). The card's proves that this card took
 * part in exactly this transaction; the issuer's answer proves to the card that its issuer decided.
 */

/** What goes into a cryptogram, and in which order (Book 2, table CCD 3, in place of table 26). */
export const CRYPTOGRAM_ELEMENTS = [
  'amount',
  'amountOther',
  'terminalCountry',
  'verificationResults',
  'currency',
  'date',
  'transactionType',
  'unpredictableNumber',
  'interchangeProfile',
  'transactionCounter',
  'issuerData',
] as const satisfies readonly DataName[];

/** 8 bytes; null when an element is missing, which no cryptogram can stand for. */
export function applicationCryptogram(
  cipher: BlockCipher,
  key: Uint8Array,
  elements: DataElements,
): Uint8Array | null {
  const values: Uint8Array[] = [];
  for (const name of CRYPTOGRAM_ELEMENTS) {
    const value = elements[name];
    if (value === undefined) return null;
    values.push(value);
  }
  return cardMac(cipher, key, concatBytes(...values)).slice(0, 8);
}

/**
 * What the issuer tells the card (Card Status Update, EMV Book 3, C10, table CCD 11). Of its bits
 * these are used here: whether the issuer approves, that the next transaction must go online, and
 * what becomes of the card's offline counters.
 */
export interface CardStatusUpdate {
  readonly approves: boolean;
  readonly goOnlineNext: boolean;
  readonly counters: 'keep' | 'set-to-upper-limits' | 'reset';
}

const APPROVES = 0x80;
const GO_ONLINE = 0x08;
const COUNTERS: readonly CardStatusUpdate['counters'][] = ['keep', 'set-to-upper-limits', 'reset'];

export function encodeStatusUpdate(update: CardStatusUpdate): Uint8Array {
  const flags = (update.approves ? APPROVES : 0) | (update.goOnlineNext ? GO_ONLINE : 0);
  return Uint8Array.of(0, flags | COUNTERS.indexOf(update.counters), 0, 0);
}

export function decodeStatusUpdate(bytes: Uint8Array): CardStatusUpdate | null {
  const flags = bytes[1] ?? 0;
  const counters = COUNTERS[flags & 3];
  if (bytes.length !== 4 || counters === undefined) return null;
  const goOnlineNext = (flags & GO_ONLINE) !== 0;
  return { approves: (flags & APPROVES) !== 0, goOnlineNext, counters };
}

/** ARPC by method 2 (Book 2, 8.2.2): 4 bytes over the card's cryptogram and the status update. */
export function responseCryptogram(
  cipher: BlockCipher,
  key: Uint8Array,
  cryptogram: Uint8Array,
  statusUpdate: Uint8Array,
): Uint8Array {
  return cardMac(cipher, key, concatBytes(cryptogram, statusUpdate)).slice(0, 4);
}

/** Issuer authentication data, tag 91: the ARPC, then the status update. */
export function issuerAuthentication(
  cipher: BlockCipher,
  key: Uint8Array,
  cryptogram: Uint8Array,
  update: CardStatusUpdate,
): Uint8Array {
  const status = encodeStatusUpdate(update);
  return concatBytes(responseCryptogram(cipher, key, cryptogram, status), status);
}

/** In the card: what its issuer says, or null when somebody else says it. */
export function checkIssuerAuthentication(
  cipher: BlockCipher,
  key: Uint8Array,
  cryptogram: Uint8Array,
  authentication: Uint8Array,
): CardStatusUpdate | null {
  const status = authentication.subarray(4);
  const expected = responseCryptogram(cipher, key, cryptogram, status);
  if (!sameBytes(authentication.subarray(0, 4), expected)) return null;
  return decodeStatusUpdate(status);
}
