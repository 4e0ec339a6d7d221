import { assert } from '../lib/assert.ts';

/**
 * Money is a whole number of minor units (fen, cent) in a safe-integer `number`.
 *
 * Safe integers reach 90 billion yuan in fen, far above any till, and — unlike bigint — they are
 * valid IndexedDB keys and survive JSON. The brand keeps a quantity from being added to an amount.
 */
export type Minor = number & { readonly __unit: 'minor' };

/** The most that one amount may be: ¥10,000,000,000.00. Above it something is wrong, not rich. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;

/** Brands a number that the code itself made. A fraction or an absurd size is a bug. */
export function minor(value: number): Minor {
  assert(Number.isSafeInteger(value), `an amount is a whole number of minor units, not ${value}`);
  return (value === 0 ? 0 : value) as Minor;
}

export const ZERO = minor(0);

/** For amounts from outside (a keypad, a file, a message): positive, whole and below the limit. */
export function isPayable(value: number): value is Minor {
  return Number.isSafeInteger(value) && value > 0 && value < MAX_AMOUNT_MINOR;
}

export function add(a: Minor, b: Minor): Minor {
  return minor(a + b);
}

export function subtract(a: Minor, b: Minor): Minor {
  return minor(a - b);
}

export function negate(a: Minor): Minor {
  return minor(0 - a);
}

export function sum(amounts: Iterable<Minor>): Minor {
  let total = ZERO;
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** `1234.05` from whole minor units: digits are moved, nothing is divided. */
export function decimalText(amount: Minor): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
