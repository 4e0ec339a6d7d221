import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostCompleted, mostCompletedOf } from './hold.ts';
import { MAX_AMOUNT_MINOR, minor } from './money.ts';

it('P3 I1 of a hold no more than 115 % is taken, and the next fen above that is too much', () => {
  const amounts = fc.integer({ min: 1, max: Math.floor(MAX_AMOUNT_MINOR / 2) });
  fc.assert(
    fc.property(amounts, (held) => {
      const most = mostCompleted(minor(held));
      expect(BigInt(most) * 100n).toBeLessThanOrEqual(BigInt(held) * 115n);
      expect(BigInt(most + 1) * 100n).toBeGreaterThan(BigInt(held) * 115n);
      expect(most).toBeGreaterThanOrEqual(held);
      expect(mostCompletedOf(BigInt(held))).toBe(BigInt(most));
    }),
    { examples: [[1], [6], [7], [1_000_00]] },
  );
});
