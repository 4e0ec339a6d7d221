import { fromHex } from '../../../lib/bytes.ts';
import {
  checkDynamicAuthentication,
  type RecoveryCrypto,
  type RsaKey,
} from '../data-authentication.ts';
import { decodeObjectList, fillObjectList } from '../object-list.ts';
import type { CardData } from './card-data.ts';
import type { KernelTransaction } from './settings.ts';
import type { DataAuthenticationStep } from './trace.ts';

/** Interchange profile, byte 1: dynamic data authentication is supported (EMV Book 3, C1, table 41). */
const DYNAMIC = 0x20;

export function promisesDynamicAuthentication({ elements }: CardData): boolean {
  return ((elements.interchangeProfile?.[0] ?? 0) & DYNAMIC) !== 0;
}

/** What is sent with INTERNAL AUTHENTICATE; without a list of the card's own, the number alone (Book 2, 6.5.1). */
export function dynamicObjects(
  card: CardData,
  { unpredictableNumber }: KernelTransaction,
): Uint8Array {
  const number = fromHex(unpredictableNumber);
  const list = card.elements.dynamicObjectList;
  const entries = list && decodeObjectList(list);
  if (!entries?.ok) return number;
  return fillObjectList(entries.value, { unpredictableNumber: number });
}

/**
 * Is this card genuine (EMV Book 3, 10.3)? A card that promises nothing is not asked; one that promises
 * and cannot keep it, or whose authority nobody knows, has failed.
 *
 * @param signature what the card answered, null where it gave none
 */
export function proofOf(
  crypto: RecoveryCrypto,
  authorityKeys: Readonly<Record<number, RsaKey>>,
  card: CardData,
  transaction: KernelTransaction,
  signature: Uint8Array | null,
): DataAuthenticationStep['outcome'] {
  if (!promisesDynamicAuthentication(card)) return 'not-done';
  const { elements, staticData } = card;
  const index = elements.authorityKeyIndex?.[0];
  // A list that does not ask for the unpredictable number makes signatures that can be recorded.
  if (index === undefined || !asksForNumber(card)) return 'data-missing';
  const authorityKey = authorityKeys[index];
  if (authorityKey === undefined || signature === null) return 'wrong';
  const objects = dynamicObjects(card, transaction);
  const question = { authorityKey, elements, staticData, objects, signature };
  const fault = checkDynamicAuthentication(crypto, { ...question, date: transaction.date });
  if (fault === null) return 'right';
  return fault === 'data-missing' ? 'data-missing' : 'wrong';
}

function asksForNumber({ elements }: CardData): boolean {
  const list = elements.dynamicObjectList;
  if (list === undefined) return true;
  const entries = decodeObjectList(list);
  return entries.ok && entries.value.some(({ tag, length }) => tag === 0x9f37 && length === 4);
}
