import { describe, expect, it } from 'vitest';
import { goesOn, NOTHING_HEARD, type Counters } from './journal.ts';

const before: Counters = { transaction: 10, batch: 3, trace: 10, sale: 8 };

describe('how far numbers go on at once', () => {
  it('P2 P3 I8 by what a record gives out, and never back', () => {
    expect(goesOn(before, { ...before, transaction: 11, trace: 11, sale: 9 }, NOTHING_HEARD)).toBe(
      true,
    );
    expect(goesOn(before, { ...before, batch: 4, trace: 1 }, NOTHING_HEARD)).toBe(true);
    for (const back of [{ transaction: 9 }, { batch: 2 }, { trace: 9 }, { sale: 7 }]) {
      expect(goesOn(before, { ...before, ...back }, NOTHING_HEARD)).toBe(false);
    }
  });

  it.each([{ transaction: 5_000 }, { sale: 5_000 }, { trace: 5_000 }, { batch: 9 }])(
    'P2 P21 %j is a leap from nowhere, which would use the series up',
    (leap) => {
      expect(goesOn(before, { ...before, ...leap }, NOTHING_HEARD)).toBe(false);
      const told = { transaction: 5_000, batch: 9 };
      expect(goesOn(before, { ...before, ...leap }, told)).toBe(!('trace' in leap));
    },
  );

  it('P3 no batch and no trace has more than six digits', () => {
    const last = { ...before, batch: 999_999, trace: 999_999 };
    expect(goesOn(last, last, NOTHING_HEARD)).toBe(true);
    expect(goesOn(last, { ...last, batch: 1_000_000, trace: 0 }, NOTHING_HEARD)).toBe(false);
    expect(goesOn(last, { ...last, trace: 1_000_000 }, NOTHING_HEARD)).toBe(false);
  });
});
