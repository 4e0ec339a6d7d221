import { concatBytes, toHex } from '../../../lib/bytes.ts';
import { err, ok, type Result } from '../../../lib/result.ts';
import { compressedDigits, numberOf } from '../digits.ts';
import { decodeObjectList, type ObjectListEntry } from '../object-list.ts';
import { hasFittingLength, nameOfTag, type DataElements, type DataName } from '../tags.ts';
import { decodeTlv, encodeTlv } from '../tlv.ts';

/**
 * What a card says about itself, checked before anybody believes it (EMV Book 3, 7.5 and 10.2). A
 * card whose records are torn, say a thing twice or lack what must be there ends the transaction; a
 * card that lacks what only some steps need goes on, and the results say so.
 */
export interface CardData {
  readonly elements: DataElements;
  /** What the records say that are signed along, and the profile where the card wants it (10.3). */
  readonly staticData: Uint8Array;
  readonly cardNumber: string;
  /** `YYMMDD`. */
  readonly expiryDate: string;
  readonly firstObjectList: readonly ObjectListEntry[];
  readonly secondObjectList: readonly ObjectListEntry[];
}

export type CardDataFault =
  | 'record-unreadable'
  | 'said-twice'
  | 'wrong-length'
  | 'missing'
  | 'wrong-value';

const RECORD = 0x70;
const MUST_BE_THERE = [
  'cardNumber',
  'expiryDate',
  'firstObjectList',
  'secondObjectList',
  'interchangeProfile',
] as const satisfies readonly DataName[];

/** What a terminal or a bank says; a card that says it too is not listened to. */
const NOT_A_CARDS: ReadonlySet<DataName> = new Set([
  'amount',
  'amountOther',
  'currency',
  'cvmResults',
  'date',
  'floorLimit',
  'issuerAuthentication',
  'responseCode',
  'statusInformation',
  'terminalCapabilities',
  'terminalCountry',
  'terminalType',
  'terminalVersion',
  'transactionType',
  'unpredictableNumber',
  'verificationResults',
]);

/** A record as the card answered it; null where it had none. */
export interface ReadRecord {
  readonly bytes: Uint8Array | null;
  readonly isSigned: boolean;
}

/** @param known what came from elsewhere: the interchange profile, the counters. */
export function readCardData(
  records: readonly ReadRecord[],
  known: DataElements,
): Result<CardData, CardDataFault> {
  const elements: Partial<Record<DataName, Uint8Array>> = { ...known };
  const signed: Uint8Array[] = [];
  for (const { bytes, isSigned } of records) {
    const read = decodeTlv(bytes ?? new Uint8Array());
    const [template, ...others] = read.ok ? read.value : [];
    if (template?.tag !== RECORD || !('children' in template) || others.length > 0) {
      return err('record-unreadable');
    }
    if (isSigned) signed.push(encodeTlv(template.children));
    for (const child of template.children) {
      const name = nameOfTag(child.tag);
      if (name === undefined || NOT_A_CARDS.has(name) || !('value' in child)) continue;
      if (elements[name] !== undefined) return err('said-twice');
      elements[name] = child.value;
    }
  }
  for (const [name, value] of Object.entries(elements) as [DataName, Uint8Array][]) {
    if (!hasFittingLength(name, value)) return err('wrong-length');
  }
  return understood(elements, signed);
}

function understood(
  elements: DataElements,
  signed: readonly Uint8Array[],
): Result<CardData, CardDataFault> {
  if (MUST_BE_THERE.some((name) => elements[name] === undefined)) return err('missing');
  const { cardNumber, expiryDate, firstObjectList, secondObjectList } = elements;
  const { staticTagList, interchangeProfile } = elements;
  const digits = cardNumber && compressedDigits(cardNumber);
  const expiry = expiryDate && dateOf(expiryDate);
  const first = firstObjectList && decodeObjectList(firstObjectList);
  const second = secondObjectList && decodeObjectList(secondObjectList);
  if (!digits || !expiry || !first?.ok || !second?.ok) return err('wrong-value');
  // No other tag may stand in this list (10.3).
  if (staticTagList && toHex(staticTagList) !== '82') return err('wrong-value');
  const profile = staticTagList && interchangeProfile ? [interchangeProfile] : [];
  return ok({
    elements,
    staticData: concatBytes(...signed, ...profile),
    cardNumber: digits,
    expiryDate: expiry,
    firstObjectList: first.value,
    secondObjectList: second.value,
  });
}

/** Format n, `YYMMDD`; null for what is on no calendar. */
export function dateOf(bytes: Uint8Array): string | null {
  const number = numberOf(bytes);
  if (bytes.length !== 3 || number === null) return null;
  const month = Math.floor(number / 100) % 100;
  const day = number % 100;
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return String(number).padStart(6, '0');
}
