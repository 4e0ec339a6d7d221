import { describe, expect, it } from 'vitest';
import { interleave } from './interleave.ts';
import { p50, p95, percentile } from './statistics.ts';
import { closingLines } from './table.ts';
import { isReached, judge } from './verdict.ts';

const figure = (value: number) => ({ value, ours: 'a', theirs: 'b' });

describe('statistics', () => {
  it('takes the nearest rank, in any order of the samples', () => {
    expect(p50([3, 1, 2])).toBe(2);
    expect(p50([4, 1, 3, 2])).toBe(2);
    expect(p95(Array.from({ length: 100 }, (_, index) => 100 - index))).toBe(95);
    expect(percentile([7], 95)).toBe(7);
    expect(() => p50([])).toThrow('a percentile of nothing');
  });
});

describe('interleaved rounds', () => {
  it('lets everybody run once a round, and begins each round with another one', async () => {
    const order: string[] = [];
    const runner = (name: string, taken: number) => (round: number) => {
      order.push(`${round}${name}`);
      return Promise.resolve(taken);
    };
    const taken = await interleave(3, { a: runner('a', 1), b: runner('b', 2), c: runner('c', 3) });
    expect(order.join(' ')).toBe('0a 0b 0c 1b 1c 1a 2c 2a 2b');
    expect(taken).toEqual({ a: [1, 1, 1], b: [2, 2, 2], c: [3, 3, 3] });
  });
});

describe('verdicts', () => {
  it('reaches a goal by at most, or by at least', () => {
    expect(isReached(1.2, { atMost: 1.2, unit: 'x' })).toBe(true);
    expect(isReached(1.21, { atMost: 1.2, unit: 'x' })).toBe(false);
    expect(isReached(0.5, { atLeast: 0.5, unit: 'x' })).toBe(true);
    expect(isReached(0.49, { atLeast: 0.5, unit: 'x' })).toBe(false);
  });

  it('misses what is no number: nothing was measured', () => {
    expect(isReached(Number.NaN, { atMost: 1, unit: 'x' })).toBe(false);
    expect(isReached(Number.POSITIVE_INFINITY, { atLeast: 1, unit: 'x' })).toBe(false);
  });

  it('names last what was missed or not measured', () => {
    const verdicts = [
      judge('sale-raw', figure(1.1), ''),
      judge('sale-rxdb', figure(0.7), ''),
      judge('search-lookup', undefined, 'the row broke'),
    ];
    expect(closingLines(verdicts)).toEqual([
      'bench: 1 of 3 goals reached',
      'missed: sale-rxdb',
      'failed: search-lookup',
    ]);
  });
});
