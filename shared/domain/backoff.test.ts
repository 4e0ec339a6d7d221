import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIRST_WAIT_MS, LONGEST_WAIT_MS, waitAfter } from './backoff.ts';

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 0, max: 100_000 });

it('A08 with the most jitter the waits are 1, 2, 4 … 60 s, and stay there', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((tries) => waitAfter(tries, 1, null) / 1000);
  expect(longest).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

it('A08 whatever the jitter, a wait is between half and all of its step, and whole', () => {
  fc.assert(
    fc.property(attempts, unit, (tries, luck) => {
      const waitMs = waitAfter(tries, luck, null);
      const step = Math.min(FIRST_WAIT_MS * 2 ** (Math.max(1, tries) - 1), LONGEST_WAIT_MS);
      expect(waitMs).toBeGreaterThanOrEqual(step / 2);
      expect(waitMs).toBeLessThanOrEqual(step);
      expect(Number.isInteger(waitMs)).toBe(true);
    }),
  );
});

it('A08 the tills of a shop do not come back at the same instant', () => {
  const waits = new Set([0, 0.25, 0.5, 0.75].map((luck) => waitAfter(5, luck, null)));
  expect(waits.size).toBe(4);
});

it.each([
  ['a wish within reason is honoured', 30_000, 30_000],
  ['thirty days are clamped', 30 * 24 * 3600 * 1000, LONGEST_WAIT_MS],
  ['a wish for less than our own wait does not shorten it', 1, 500],
])('A08 Retry-After: %s', (_, wishMs, waitMs) => {
  expect(waitAfter(1, 0, wishMs)).toBe(waitMs);
});
