import { add, subtract, type Minor } from './money.ts';
import { roundedToCoin, type Rounding } from './rounding.ts';

/** How a shop rounds what is paid in coins (A19); a step of 1 fen is no rounding at all. */
export interface CashRounding {
  readonly stepMinor: number;
  readonly rounding: Exclude<Rounding, 'half-even'>;
}

export const NO_CASH_ROUNDING: CashRounding = { stepMinor: 1, rounding: 'half-up' };

/** Rounded amount minus amount: what the shop gives away or takes more, in cash only. */
export function cashRoundingOf(restMinor: Minor, { stepMinor, rounding }: CashRounding): Minor {
  return subtract(roundedToCoin(restMinor, stepMinor, rounding), restMinor);
}

/** What is asked for in coins. Less than half a coin stays what it is: nothing is sold for nothing. */
export function dueInCash(restMinor: Minor, rounding: CashRounding): Minor {
  const rounded = add(restMinor, cashRoundingOf(restMinor, rounding));
  return rounded === 0 ? restMinor : rounded;
}
