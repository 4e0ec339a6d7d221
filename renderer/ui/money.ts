/** An amount for the eye: two decimals from whole minor units, no float arithmetic on the way. */
export function money(amountMinor: number): string {
  const size = String(Math.abs(amountMinor)).padStart(3, '0');
  const sign = amountMinor < 0 ? '−' : '';
  return `${sign}¥${size.slice(0, -2)}.${size.slice(-2)}`;
}
