import type { Watermark } from '../../shared/contracts/bank-api.ts';

/** Most gaps named in one answer; beyond it the first ones are enough to act on. */
export const MAX_NAMED_GAPS = 1000;

/** How far the gapless run that ends at `from` goes on in `above` (ascending, all > `from`). */
export function contiguousRun(from: number, above: readonly number[]): number {
  let end = from;
  for (const number of above) {
    if (number !== end + 1) break;
    end = number;
  }
  return end;
}

/**
 * The till's declaration against what is there (P2). Missing numbers at or below `declared` are
 * named; above it nothing is alarming, since live sales may overtake a queue of older ones.
 * `above`: the numbers present above `contiguousUpTo`, ascending.
 */
export function watermarkOf(
  contiguousUpTo: number,
  above: readonly number[],
  declared: number,
): Watermark {
  const gaps: number[] = [];
  let expected = contiguousUpTo + 1;
  const nameUpTo = (end: number) => {
    for (; expected <= end && gaps.length < MAX_NAMED_GAPS; expected += 1) gaps.push(expected);
  };
  for (const number of above) {
    if (number > declared) break;
    nameUpTo(number - 1);
    expected = number + 1;
  }
  nameUpTo(declared);
  return { contiguousUpTo, highest: above.at(-1) ?? contiguousUpTo, gaps };
}
