import { describe, expect, it } from 'vitest';
import { checkDigitFor } from './barcode.ts';
import { readScaleBarcode } from './scale-barcode.ts';

const label = (before: string) => `${before}${checkDigitFor(before)}`;

describe('the label of a scale', () => {
  it('A25 names the article and its weight in grams', () => {
    expect(readScaleBarcode(label('210000100642'))).toEqual({
      barcode: label('210000100000'),
      quantityMilli: 642,
    });
  });

  it.each([
    ['a wrong check digit', '2100001006420'],
    ['no weight', label('210000100000')],
    ['another range', label('200000100642')],
    ['a word', 'apples'],
  ])('A25 is not read from %s', (_, scanned) => {
    expect(readScaleBarcode(scanned)).toBeNull();
  });
});
