import { describe, expect, it } from 'vitest';
import { isSamePaper, paperFault } from './paper-sale.ts';

const NOW_MS = 1_700_000_000_000;
const DAY_MS = 86_400_000;

describe('what was read off a paper slip', () => {
  it.each([
    ['', 0, 'number'],
    ['  ', 0, 'number'],
    ['x'.repeat(21), 0, 'number'],
    ['12', 1, 'ahead'],
    ['12', 0, null],
    ['12', -31 * DAY_MS, null],
    ['12', -31 * DAY_MS - 1, 'too-old'],
  ] as const)('P22 number %j, %d ms from now: %s', (paperNumber, afterMs, fault) => {
    expect(paperFault({ paperNumber, soldAtMs: NOW_MS + afterMs }, NOW_MS)).toBe(fault);
  });

  it('A14 the same number is the same paper, however it was typed', () => {
    expect(isSamePaper('a 12', 'A12 ')).toBe(true);
    expect(isSamePaper('12', '120')).toBe(false);
  });
});
