import { assert, assertNever } from '../lib/assert.ts';
import { minor, type Minor } from './money.ts';

/**
 * Rounding has a name (STYLE 23). Halves of negative amounts go away from zero in `half-up`, so
 * that a refund is rounded exactly like the sale it takes back.
 */
export type Rounding = 'half-up' | 'half-even' | 'down' | 'up';

/** `amount × numerator ÷ denominator`, exact inside (bigint), rounded once, by name. */
export function multiplied(
  amount: Minor,
  numerator: number,
  denominator: number,
  rounding: Rounding,
): Minor {
  assert(Number.isSafeInteger(numerator), `a numerator is whole, not ${numerator}`);
  assert(
    Number.isSafeInteger(denominator) && denominator > 0,
    'a denominator is whole and above 0',
  );
  const product = BigInt(amount) * BigInt(numerator);
  const negative = product < 0n;
  const size = negative ? -product : product;
  const divisor = BigInt(denominator);
  const whole = size / divisor;
  const doubledRest = (size % divisor) * 2n;
  const rounded = whole + (goesUp(whole, doubledRest, divisor, rounding) ? 1n : 0n);
  return minor(Number(negative ? -rounded : rounded));
}

function goesUp(whole: bigint, doubledRest: bigint, divisor: bigint, rounding: Rounding): boolean {
  switch (rounding) {
    case 'down':
      return false;
    case 'up':
      return doubledRest > 0n;
    case 'half-up':
      return doubledRest >= divisor;
    case 'half-even':
      return doubledRest > divisor || (doubledRest === divisor && whole % 2n === 1n);
    default:
      return assertNever(rounding, 'rounding');
  }
}

/** To the next coin that exists (A19); the step is in minor units, 1 = no rounding at all. */
export function roundedToCoin(amount: Minor, stepMinor: number, rounding: Rounding): Minor {
  assert(Number.isSafeInteger(stepMinor) && stepMinor > 0, 'a coin is worth something');
  return minor(multiplied(amount, 1, stepMinor, rounding) * stepMinor);
}

/**
 * Splits an amount by weights and loses nothing: each share is the exact one rounded towards zero,
 * and the units that remain go to the largest remainders, earlier shares first.
 */
export function allocate(total: Minor, weights: readonly number[]): Minor[] {
  assert(weights.length > 0, 'an amount is split among somebody');
  assert(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    'weights are whole',
  );
  const sumOfWeights = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (sumOfWeights === 0n)
    return allocate(
      total,
      weights.map(() => 1),
    );
  const sign = total < 0 ? -1n : 1n;
  const size = BigInt(total) * sign;
  const shares = weights.map((weight) => (size * BigInt(weight)) / sumOfWeights);
  const rests = weights.map((weight, i) => ({ i, rest: (size * BigInt(weight)) % sumOfWeights }));
  let left = size - shares.reduce((sum, share) => sum + share, 0n);
  rests.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const { i } of rests) {
    if (left === 0n) break;
    shares[i] = (shares[i] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares.map((share) => minor(Number(share * sign)));
}
