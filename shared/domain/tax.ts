import { minor, subtract, type Minor } from './money.ts';
import { multiplied } from './rounding.ts';

/** Whether shelf prices contain the tax (China, Europe) or the till adds it (United States). */
export type TaxMode = 'inclusive' | 'exclusive';

const WHOLE_BASIS_POINTS = 10_000;

/** Splits a line's price into what the customer pays and the tax in it; the two always fit. */
export function taxed(
  priceMinor: Minor,
  taxBasisPoints: number,
  mode: TaxMode,
): { readonly amountMinor: Minor; readonly taxMinor: Minor } {
  if (mode === 'exclusive') {
    const taxMinor = multiplied(priceMinor, taxBasisPoints, WHOLE_BASIS_POINTS, 'half-up');
    return { amountMinor: minor(priceMinor + taxMinor), taxMinor };
  }
  const withTax = WHOLE_BASIS_POINTS + taxBasisPoints;
  const net = multiplied(priceMinor, WHOLE_BASIS_POINTS, withTax, 'half-up');
  return { amountMinor: priceMinor, taxMinor: subtract(priceMinor, net) };
}
