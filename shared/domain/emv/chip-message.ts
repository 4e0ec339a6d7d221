import { err, ok, type Result } from '../../lib/result.ts';
import {
  encodeElements,
  hasFittingLength,
  nameOfTag,
  type DataElements,
  type DataName,
} from './tags.ts';
import { decodeTlv } from './tlv.ts';

/**
 * What the chip said, on its way to the issuer: the contents of field 55 (TERMINAL 4). Everything that
 * the cryptogram was made of must be in it, or nobody could check it.
 */
const MUST_BE_THERE = [
  'cryptogram',
  'cryptogramInformation',
  'issuerData',
  'unpredictableNumber',
  'transactionCounter',
  'verificationResults',
  'date',
  'transactionType',
  'amount',
  'currency',
  'interchangeProfile',
  'terminalCountry',
  'amountOther',
] as const satisfies readonly DataName[];
const MAY_BE_THERE = [
  'terminalCapabilities',
  'cvmResults',
  'terminalType',
  'terminalVersion',
  'cardSequence',
  'responseCode',
] as const satisfies readonly DataName[];
const CARRIED: ReadonlySet<DataName> = new Set([...MUST_BE_THERE, ...MAY_BE_THERE]);

export type ChipMessage = DataElements &
  Readonly<Record<(typeof MUST_BE_THERE)[number], Uint8Array>>;

export type ChipMessageFault = 'unreadable' | 'unknown-tag' | 'wrong-length' | 'missing';

/** Card number and everything else that is not for this message stay behind. */
export function encodeChipMessage(elements: DataElements): Uint8Array | null {
  if (!isWhole(elements)) return null;
  return encodeElements([...MUST_BE_THERE, ...MAY_BE_THERE], elements);
}

export function decodeChipMessage(bytes: Uint8Array): Result<ChipMessage, ChipMessageFault> {
  const read = decodeTlv(bytes);
  if (!read.ok) return err('unreadable');
  const elements: Partial<Record<DataName, Uint8Array>> = {};
  for (const element of read.value) {
    const name = nameOfTag(element.tag);
    if (name === undefined || !CARRIED.has(name) || !('value' in element))
      return err('unknown-tag');
    if (!hasFittingLength(name, element.value)) return err('wrong-length');
    elements[name] = element.value;
  }
  return isWhole(elements) ? ok(elements) : err('missing');
}

function isWhole(elements: DataElements): elements is ChipMessage {
  return MUST_BE_THERE.every((name) => elements[name] !== undefined);
}
