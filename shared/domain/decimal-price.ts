import { err, ok, type Result } from '../lib/result.ts';
import { isPayable, MAX_AMOUNT_MINOR, type Minor } from './money.ts';

export type PriceFault =
  | 'price-missing'
  | 'price-not-decimal'
  | 'price-too-fine'
  | 'price-zero'
  | 'price-negative'
  | 'price-too-large';

/**
 * A price as people write it, to whole minor units, digit by digit: a float never touches it, and
 * what is not plainly a price is refused rather than guessed. `1,234.50` and `￥3.5` are prices;
 * `3,50`, `1e3`, `1.005` and `=1+1` are not.
 */
export function parsePrice(written: string): Result<Minor, PriceFault> {
  const bare = withoutCurrency(written);
  if (bare === '') return err('price-missing');
  const parts = /^([-−]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(bare);
  if (parts === null) return err('price-not-decimal');
  const [, sign = '', grouped = '', fraction = ''] = parts;
  if (fraction.length > 2) return err('price-too-fine');
  const digits = `${grouped.replaceAll(',', '')}${fraction.padEnd(2, '0')}`.replace(/^0+/, '');
  if (digits === '') return err('price-zero');
  if (sign !== '') return err('price-negative');
  if (digits.length > String(MAX_AMOUNT_MINOR).length) return err('price-too-large');
  const amount = Number(digits);
  return isPayable(amount) ? ok(amount) : err('price-too-large');
}

/** Full-width digits and signs become plain ones (NFKC), then the currency around them goes. */
function withoutCurrency(written: string): string {
  return written
    .normalize('NFKC')
    .trim()
    .replace(/^(?:¥|CNY|RMB)\s*|\s*(?:元|CNY|RMB)$/giu, '')
    .trim();
}
