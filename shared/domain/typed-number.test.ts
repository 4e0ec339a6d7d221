import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTyped } from './typed-number.ts';

describe('numbers from a keypad', () => {
  test.each([
    ['12', 3, 12_000],
    ['1.005', 3, 1005],
    ['.5', 2, 50],
    ['5.', 2, 500],
    ['0', 0, 0],
    ['', 2, null],
    ['.', 2, null],
    ['1.005', 2, null],
    ['1.2.3', 3, null],
    ['-1', 0, null],
    ['1e3', 0, null],
    ['99999999999999999999', 0, null],
  ])('%s with %i decimals', (text, decimals, value) => {
    expect(parseTyped(text, decimals)).toBe(value);
  });

  test('every amount comes back as it was written', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (minor) => {
        const digits = String(minor).padStart(3, '0');
        expect(parseTyped(`${digits.slice(0, -2)}.${digits.slice(-2)}`, 2)).toBe(minor);
      }),
    );
  });
});
