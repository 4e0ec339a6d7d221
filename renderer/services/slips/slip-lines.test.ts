import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptLines } from './slip.ts';

const linesOf = (left: string, width: number): string[] =>
  receiptLines(
    { marks: [], sections: [{ name: 'lines', rows: [{ left, right: '', weight: 'normal' }] }] },
    width,
  );

describe('lines of a slip', () => {
  it('no line begins with a mark that closes, or ends with one that opens', () => {
    expect(linesOf('磁盘快满了。请清理，然后再试。', 10)).toEqual([
      '磁盘快满',
      '了。请清',
      '理，然后再',
      '试。',
    ]);
    expect(linesOf('卖给她（现金）', 8)).toEqual(['卖给她', '（现金）']);
  });

  it('nothing is lost but blanks, and no line is wider than the paper, however it is broken', () => {
    const character = fc.constantFrom(...'现金银行卡。，（）「」—· aZ9-'.split(''));
    fc.assert(
      fc.property(
        fc.string({ unit: character, maxLength: 60 }),
        fc.integer({ min: 8, max: 32 }),
        (text, width) => {
          const lines = linesOf(text, width);
          const solid = (of: string): string => of.replaceAll(' ', '');
          expect(solid(lines.join(''))).toBe(solid(text));
          for (const line of lines) {
            const wide = line.match(/[\u2e80-\uffff]/g)?.length ?? 0;
            expect(line.length + wide).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });
});
