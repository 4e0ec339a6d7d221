import { present } from '../lib/assert.ts';
import { TEST_CARD_FACES, type TestCardFace } from './test-card-faces.ts';

/**
 * The tray of the virtual card reader and the accounts behind it at the demo bank. Numbers are of
 * a made-up test range that passes the check digit; none belongs to anybody. For the reader and the
 * bank alone: a window has the faces.
 */
export interface TestCard extends TestCardFace {
  readonly number: string;
}

/** ISO/IEC 7812 check digit (Luhn): a wrong one never reaches the bank. */
export function hasValidCheckDigit(cardNumber: string): boolean {
  if (!/^\d{13,19}$/.test(cardNumber)) return false;
  let total = 0;
  for (let i = 0; i < cardNumber.length; i += 1) {
    const digit = Number(cardNumber[cardNumber.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    total += doubled > 9 ? doubled - 9 : doubled;
  }
  return total % 10 === 0;
}

/** First six and last four, as on a slip (P16). */
export function maskedNumber(cardNumber: string): string {
  return `${cardNumber.slice(0, 6)}******${cardNumber.slice(-4)}`;
}

const NUMBERS: Readonly<Record<string, string>> = {
  'good-tap': '6228480000000072',
  'good-chip': '6228480000000155',
  'good-pin': '6228480000000239',
  poor: '6228480000000312',
  stolen: '6228480000000494',
  expired: '6228480000000569',
  restricted: '6228480000000643',
  'limit-tap': '6228480000000726',
  'chip-pin': '6228480000000890',
  'chip-sign': '6228480000001070',
  small: '6228480000000973',
  early: '6228480000001153',
  defective: '6299990000000108',
};

export const TEST_CARDS: readonly TestCard[] = TEST_CARD_FACES.map((face) => {
  return { ...face, number: present(NUMBERS[face.id], `the number of ${face.id}`) };
});
