import { assert } from '../../lib/assert.ts';
import { concatBytes, fromHex } from '../../lib/bytes.ts';
import type { BlockCipher } from './block-cipher.ts';
import { xor } from './card-mac.ts';
import { binaryBytes } from './digits.ts';

/**
 * From the issuer's one key to the key of a single transaction (EMV Book 2, A1.3 and A1.4). The
 * issuer never stores a card's key: it derives it from the number that the card shows. The card never
 * uses its own key on data: it derives one for each value of its counter. AES keys have 16 bytes.
 */

/**
 * The key of one card. Triple DES: option A (A1.4.1), of the rightmost 16 digits of number and
 * sequence; AES: option C (A1.4.3), of all of them.
 */
export function cardMasterKey(
  cipher: BlockCipher,
  issuerKey: Uint8Array,
  cardNumber: string,
  cardSequence: string,
): Uint8Array {
  const isCard = /^\d{12,19}$/.test(cardNumber) && /^\d{2}$/.test(cardSequence);
  assert(isCard, 'a card key is derived of a card number and two digits');
  const digits = cardNumber + cardSequence;
  const { encrypt } = cipher.under(issuerKey);
  if (cipher.algorithm === 'aes') {
    return encrypt(fromHex(digits.padStart(32, '0')));
  }
  const left = fromHex(digits.slice(-16));
  const right = xor(left, new Uint8Array(8).fill(0xff));
  return withOddParity(concatBytes(encrypt(left), encrypt(right)));
}

/** The key of one transaction: common session key derivation (A1.3.1), of the counter alone. */
export function sessionKey(
  cipher: BlockCipher,
  masterKey: Uint8Array,
  transactionCounter: number,
): Uint8Array {
  const counter = binaryBytes(transactionCounter, 2);
  const { encrypt } = cipher.under(masterKey);
  if (cipher.algorithm === 'aes') {
    return encrypt(concatBytes(counter, new Uint8Array(14)));
  }
  const half = (mark: number) =>
    encrypt(concatBytes(counter, Uint8Array.of(mark), new Uint8Array(5)));
  return withOddParity(concatBytes(half(0xf0), half(0x0f)));
}

/** DES ignores the last bit of each byte; by convention it makes the ones odd (FIPS 46-3). */
function withOddParity(key: Uint8Array): Uint8Array {
  return key.map((byte) => {
    let ones = 0;
    for (let bits = byte >> 1; bits > 0; bits >>= 1) ones += bits & 1;
    return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
  });
}
