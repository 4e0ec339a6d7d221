import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from '../../../shared/domain/money.ts';
import { quickTenders } from './quick-tenders.ts';

describe('quick tenders', () => {
  it('A18 exact, the next yuan, the next notes', () => {
    expect(quickTenders(minor(2617))).toEqual([2617, 2700, 3000, 4000, 5000, 10_000]);
    expect(quickTenders(minor(10_000))).toEqual([10_000]);
    expect(quickTenders(minor(0))).toEqual([]);
  });

  it('A18 never less than what is due, each once, exact first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (rest) => {
        const sums = quickTenders(minor(rest));
        expect(sums[0]).toBe(rest);
        expect(new Set(sums).size).toBe(sums.length);
        expect(Math.min(...sums)).toBe(rest);
      }),
    );
  });
});
