import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadNameReader, searchable, typedReading } from './reading.ts';

const read = await loadNameReader();

describe('how a name is read', () => {
  it.each([
    ['农夫山泉 550 ml', 'Nong Fu Shan Quan 550ml', 'nfsq550ml', 'nongfushanquan550ml'],
    ['银行 卡套', 'Yin Hang Ka Tao', 'yhkt', 'yinhangkatao'],
    ['绿茶', 'Lv Cha', 'lc', 'lvcha'],
    ['维生素C片', 'Wei Sheng Su c Pian', 'wsscp', 'weishengsucpian'],
    ['Ｃｏｌａ 可乐', 'cola Ke Le', 'colakl', 'colakele'],
    ['Tea', 'tea', 'tea', 'tea'],
    ['', '', '', ''],
  ])('%s', (name, reading, initials, spelling) => {
    expect(read(name)).toBe(reading);
    expect(typedReading(reading)).toEqual({ initials, spelling });
  });

  it('whatever a name holds: one letter or all of each syllable, and everything else once', () => {
    const sign = fc.oneof(
      fc.constantFrom(...Array.from('农行乐绿啊一不1９aZ%,"’ é😀')),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
        const name = signs.join('');
        const { initials, spelling } = typedReading(read(name));
        expect(spelling).not.toMatch(/\s/);
        expect(initials.length).toBeLessThanOrEqual(spelling.length);
        const plain = searchable(name).replaceAll(/[\p{Script=Han}\s]/gu, '');
        let at = 0;
        for (const one of plain) {
          at = initials.indexOf(one, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += one.length;
        }
      }),
    );
  });
});
