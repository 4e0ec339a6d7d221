import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitFor, hasRightCheckDigit, normalBarcode } from './barcode.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((parts) => parts.join(''));

describe('barcodes', () => {
  it.each([
    ['2000000000015', true],
    ['2000000000016', false],
    ['6901234567892', true],
    ['96385074', true],
    ['036000291452', true],
    ['10012345678902', true],
  ])('A25 %s has a right check digit: %s', (code, right) => {
    expect(hasRightCheckDigit(code)).toBe(right);
  });

  it('A25 any single wrong digit is noticed', () => {
    fc.assert(
      fc.property(
        digits(12),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (before, at, change) => {
          const right = `${before}${checkDigitFor(before)}`;
          const wrong = String((Number(right[at]) + change) % 10);
          const scanned = `${right.slice(0, at)}${wrong}${right.slice(at + 1)}`;
          expect(hasRightCheckDigit(right)).toBe(true);
          expect(hasRightCheckDigit(scanned)).toBe(false);
        },
      ),
    );
  });

  it('A25 a UPC-A is found with and without its leading zero', () => {
    expect(normalBarcode(' 036000291452 ')).toBe('0036000291452');
    expect(normalBarcode('0036000291452')).toBe('0036000291452');
    expect(normalBarcode('036000291453')).toBe('036000291453');
  });
});
