import type { PinKey } from '../../shared/contracts/bank-api.ts';
import type { SealedPinContent } from '../../shared/contracts/sealed-card.ts';
import { initialKey, transactionKeyFor, workingKey } from '../../shared/domain/emv/dukpt.ts';
import { openPin, type Pin } from '../../shared/domain/emv/pin-block.ts';
import { binaryBytes } from '../../shared/domain/emv/digits.ts';
import { present } from '../../shared/lib/assert.ts';
import { concatBytes, fromHex, toBase64, toHex } from '../../shared/lib/bytes.ts';
import type { BankKeys } from '../ports.ts';

/**
 * The bank's end of the PIN pads (AES DUKPT, P27): it keeps one base key and none of the others, for
 * a serial number says which of them a block was made with.
 */

type PinPadKeys = Pick<BankKeys, 'pinBaseKey' | 'issuer'>;

/** Names the base key, so that a second one could be begun. */
const BASE_KEY_ID = fromHex('54540001');

const cipherOf = ({ issuer }: PinPadKeys) => present(issuer.ciphers.aes, 'AES');

/** @param deviceNumber never given out before: it stands in every serial number (I8). */
export function newPinKey(keys: PinPadKeys, deviceNumber: number): PinKey {
  const id = concatBytes(BASE_KEY_ID, binaryBytes(deviceNumber, 4));
  return { id: toHex(id), key: toBase64(initialKey(cipherOf(keys), keys.pinBaseKey, id)) };
}

/** Null: not of this bank's keys, or not made for this card. */
export function openPinBlock(
  keys: PinPadKeys,
  { block, serial }: SealedPinContent,
  cardNumber: string,
): Pin | null {
  const cipher = cipherOf(keys);
  const serialBytes = fromHex(serial);
  const initial = initialKey(cipher, keys.pinBaseKey, serialBytes.subarray(0, 8));
  const transactionKey = transactionKeyFor(cipher, initial, serialBytes);
  if (transactionKey === null) return null;
  const key = workingKey(cipher, transactionKey, serialBytes, 'pin-encryption');
  const opened = openPin(cipher, key, fromHex(block), cardNumber);
  for (const used of [initial, transactionKey, key]) used.fill(0);
  return opened.ok ? opened.value : null;
}
