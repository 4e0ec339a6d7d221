/**
 * What is typed on a keypad as a whole number of the smallest units: `12.5` with three decimals is
 * 12500. Digits are moved, nothing is multiplied: 1.005 kg stays 1005 g.
 *
 * @returns null when it is no number, or finer than the unit can hold.
 */
export function parseTyped(text: string, decimals: number): number | null {
  const parts = /^(\d*)(?:\.(\d*))?$/.exec(text.trim());
  const [, whole = '', fraction = ''] = parts ?? [];
  if (whole + fraction === '' || fraction.length > decimals) return null;
  const value = Number(whole + fraction.padEnd(decimals, '0'));
  return Number.isSafeInteger(value) ? value : null;
}
