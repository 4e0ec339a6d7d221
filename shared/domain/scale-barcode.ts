import { checkDigitFor, hasRightCheckDigit } from './barcode.ts';

/**
 * The label of a shop's scale: `21`, five digits of the article, five of the weight in grams, and
 * a check digit. The article is in the catalogue under the same code with the weight at zero.
 */
export interface ScaleReading {
  readonly barcode: string;
  readonly quantityMilli: number;
}

const SCALE_PREFIX = '21';

/** Null when it is no scale label, or one without weight. */
export function readScaleBarcode(scanned: string): ScaleReading | null {
  const parts = /^21(\d{5})(\d{5})\d$/.exec(scanned.trim());
  if (parts === null || !hasRightCheckDigit(scanned.trim())) return null;
  const [, article = '', grams = ''] = parts;
  const quantityMilli = Number(grams);
  if (quantityMilli === 0) return null;
  const before = `${SCALE_PREFIX}${article}00000`;
  return { barcode: `${before}${checkDigitFor(before)}`, quantityMilli };
}
