import { assert } from '../../lib/assert.ts';
import { fromHex, toHex } from '../../lib/bytes.ts';
import type { Minor } from '../money.ts';
import type { BlockCipher } from './block-cipher.ts';
import { binaryBytes, compressedBytes, numericBytes } from './digits.ts';
import { TAGS, type DataElements, type DataName } from './tags.ts';
import { encodeTlv, type TlvElement } from './tlv.ts';

/**
 * A payment application as it is put on a chip when the card is made. Everything that a terminal may
 * read is here in the form in which it reads it; hex text, so that it is data and nothing more.
 */
export interface ChipApplication {
  readonly cardNumber: string;
  readonly cardSequence: string;
  /** Year and month, `2029-12`. */
  readonly expiry: string;
  /** The month with which it begins to be good. */
  readonly goodFrom: string;
  readonly applicationId: string;
  readonly label: string;
  readonly algorithm: BlockCipher['algorithm'];
  /** Of this card alone, derived from the issuer's key number `keyIndex` (`card-keys.ts`). */
  readonly masterKey: string;
  readonly keyIndex: number;
  readonly interchangeProfile: string;
  readonly usageControl: string;
  readonly verificationMethods: string;
  readonly actionDenial: string;
  readonly actionOnline: string;
  readonly actionDefault: string;
  /** For the terminal's velocity check: transactions since the last one online. */
  readonly lowerOfflineLimit: number;
  readonly upperOfflineLimit: number;
  /** For the card's own risk management; above `upper` it never approves by itself. */
  readonly limits: CardLimits;
  /** Null on a card that cannot prove by itself that it is genuine. */
  readonly dynamicKey: DynamicKey | null;
}

export interface CardLimits {
  readonly lowerCount: number;
  readonly upperCount: number;
  readonly lowerAmountMinor: Minor;
  readonly upperAmountMinor: Minor;
}

/** The certificates that a card hands out for offline data authentication (EMV Book 2, section 6). */
export interface DynamicKey {
  readonly authorityKeyIndex: number;
  readonly issuerCertificate: string;
  readonly issuerKeyRemainder: string;
  readonly issuerKeyExponent: string;
  readonly cardCertificate: string;
  readonly cardKeyRemainder: string;
  readonly cardKeyExponent: string;
  /** PKCS #8, base64; never leaves the chip. */
  readonly privateKey: string;
}

/** What a card remembers between transactions, and nobody can set back. */
export interface CardState {
  readonly transactionCounter: number;
  /** Its value at the last transaction that the issuer answered; 0 on a new card. */
  readonly lastOnlineCounter: number;
  readonly offlineCount: number;
  readonly offlineAmountMinor: number;
  readonly pinTriesLeft: number;
  readonly goOnlineNext: boolean;
  readonly lastOnlineNotCompleted: boolean;
}

export const PIN_TRIES = 3;

export const NEW_CARD_STATE: CardState = {
  transactionCounter: 0,
  lastOnlineCounter: 0,
  offlineCount: 0,
  offlineAmountMinor: 0,
  pinTriesLeft: PIN_TRIES,
  goOnlineNext: false,
  lastOnlineNotCompleted: false,
};

/** What the card wants to know before it decides: the data of its cryptogram, and the issuer's word. */
export const FIRST_OBJECT_LIST = objectList([
  'amount',
  'amountOther',
  'terminalCountry',
  'verificationResults',
  'currency',
  'date',
  'transactionType',
  'unpredictableNumber',
]);
export const SECOND_OBJECT_LIST = fromHex(`8a029108${toHex(FIRST_OBJECT_LIST)}`);
const DYNAMIC_OBJECT_LIST = objectList(['unpredictableNumber']);

/** READ RECORD: file 1 holds who the card is and what it wants, file 2 its certificates. */
export function recordOf(card: ChipApplication, file: number, record: number): Uint8Array | null {
  const certificates = card.dynamicKey === null ? [] : [certificatesOf(card.dynamicKey)];
  const files: Readonly<Record<number, readonly DataElements[]>> = {
    1: [identityOf(card), rulesOf(card)],
    2: certificates,
  };
  const elements = files[file]?.[record - 1];
  if (elements === undefined) return null;
  return encodeTlv([{ tag: 0x70, children: elementsOf(elements) }]);
}

/** Both records of file 1 are signed along by the card's certificate, its certificates are not. */
export function fileLocatorOf(card: ChipApplication): Uint8Array {
  return fromHex(card.dynamicKey === null ? '08010202' : '0801020210010100');
}

function identityOf(card: ChipApplication): DataElements {
  const [year = '', month = ''] = card.expiry.split('-');
  const [firstYear = '', firstMonth = ''] = card.goodFrom.split('-');
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return {
    cardNumber: compressedBytes(card.cardNumber),
    cardSequence: numericBytes(card.cardSequence, 1),
    expiryDate: numericBytes(`${year.slice(2)}${month}${lastDay}`, 3),
    effectiveDate: numericBytes(`${firstYear.slice(2)}${firstMonth}01`, 3),
    issuerCountry: fromHex('0156'),
    usageControl: fromHex(card.usageControl),
    cardVersion: fromHex('0030'),
  };
}

function rulesOf(card: ChipApplication): DataElements {
  return {
    firstObjectList: FIRST_OBJECT_LIST,
    secondObjectList: SECOND_OBJECT_LIST,
    verificationMethods: fromHex(card.verificationMethods),
    actionDefault: fromHex(card.actionDefault),
    actionDenial: fromHex(card.actionDenial),
    actionOnline: fromHex(card.actionOnline),
    lowerOfflineLimit: binaryBytes(card.lowerOfflineLimit, 1),
    upperOfflineLimit: binaryBytes(card.upperOfflineLimit, 1),
    // The interchange profile is signed along: nobody may take a promise out of it.
    staticTagList: fromHex('82'),
  };
}

function certificatesOf(key: DynamicKey): DataElements {
  return {
    authorityKeyIndex: binaryBytes(key.authorityKeyIndex, 1),
    issuerCertificate: fromHex(key.issuerCertificate),
    issuerKeyRemainder: fromHex(key.issuerKeyRemainder),
    issuerKeyExponent: fromHex(key.issuerKeyExponent),
    cardCertificate: fromHex(key.cardCertificate),
    cardKeyRemainder: fromHex(key.cardKeyRemainder),
    cardKeyExponent: fromHex(key.cardKeyExponent),
    dynamicObjectList: DYNAMIC_OBJECT_LIST,
  };
}

export function elementsOf(elements: DataElements): TlvElement[] {
  return (Object.entries(elements) as [DataName, Uint8Array][]).map(([name, value]) => ({
    tag: TAGS[name].tag,
    value,
  }));
}

function objectList(names: readonly DataName[]): Uint8Array {
  const entries = names.map((name) => {
    const { tag, minBytes, maxBytes } = TAGS[name];
    assert(minBytes === maxBytes, `${name} has no fixed length`);
    return tag.toString(16) + maxBytes.toString(16).padStart(2, '0');
  });
  return fromHex(entries.join(''));
}
