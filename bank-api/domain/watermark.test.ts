import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contiguousRun, watermarkOf } from './watermark.ts';

it('P2 the gapless run and the gaps below the declared number, against plain counting', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 45 }), (present, declared) => {
      const sorted = present.sort((a, b) => a - b);
      const end = contiguousRun(0, sorted);
      const mark = watermarkOf(
        end,
        sorted.filter((number) => number > end),
        declared,
      );
      let expectedEnd = 0;
      while (present.includes(expectedEnd + 1)) expectedEnd += 1;
      const missing = Array.from({ length: declared }, (_, i) => i + 1).filter(
        (number) => !present.includes(number),
      );
      expect(mark).toEqual({
        contiguousUpTo: expectedEnd,
        highest: Math.max(0, ...present),
        gaps: missing,
      });
    }),
  );
});

it('P2 an absurd declaration names a thousand gaps and stops', () => {
  expect(watermarkOf(0, [], Number.MAX_SAFE_INTEGER).gaps).toHaveLength(1000);
});
