/**
 * Numbers that scanners read. A GTIN (EAN-8, UPC-A, EAN-13, ITF-14) ends in a check digit; a code
 * of any other length is the shop's own and has none.
 */
const GTIN_LENGTHS: readonly number[] = [8, 12, 13, 14];

/** The digit that a GTIN must end in: weights 3 and 1 from the right, up to the next ten. */
export function checkDigitFor(digitsBefore: string): string {
  let weighted = 0;
  for (let i = 0; i < digitsBefore.length; i += 1) {
    const weight = (digitsBefore.length - i) % 2 === 1 ? 3 : 1;
    weighted += Number(digitsBefore[i]) * weight;
  }
  return String((10 - (weighted % 10)) % 10);
}

export function hasGtinLength(digits: string): boolean {
  return GTIN_LENGTHS.includes(digits.length);
}

export function hasRightCheckDigit(digits: string): boolean {
  return digits.endsWith(checkDigitFor(digits.slice(0, -1)));
}

/**
 * One product, one spelling: a UPC-A is an EAN-13 with a leading zero that scanners may or may not
 * send, so both are looked up with it. Anything else is only freed from spaces around it.
 */
export function normalBarcode(scanned: string): string {
  const code = scanned.trim();
  return /^\d{12}$/.test(code) && hasRightCheckDigit(code) ? `0${code}` : code;
}
