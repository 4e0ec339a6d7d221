const MINUS = '−';

/** An amount for the eye: two decimals from whole minor units, no float arithmetic on the way. */
export function plainAmount(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const yuan = grouped(digits.slice(0, -2));
  return `${amountMinor < 0 ? MINUS : ''}${yuan}.${digits.slice(-2)}`;
}

/** The same with its currency sign, in front of the digits and behind the minus. */
export function money(amountMinor: number): string {
  const sign = amountMinor < 0 ? MINUS : '';
  return `${sign}¥${plainAmount(Math.abs(amountMinor))}`;
}

/** 12345 goods = `12,345`: grouped as amounts are. */
export function countText(count: number): string {
  return grouped(String(count));
}

/** 2 pieces = `2`, 642 g = `0.642`. */
export function quantityText(quantityMilli: number): string {
  const whole = Math.trunc(quantityMilli / 1000);
  const rest = String(quantityMilli % 1000).padStart(3, '0');
  return rest === '000' ? String(whole) : `${whole}.${rest}`;
}

function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
