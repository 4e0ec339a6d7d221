import fc from 'fast-check';
import { expect, it } from 'vitest';
import { businessDayOf, localTimeText } from './business-day.ts';

const CHINA = 480;
const at = (text: string) => Date.parse(text);

it.each([
  ['2026-11-24T10:00:00+08:00', CHINA, 4, '2026-11-24'],
  ['2026-11-25T01:30:00+08:00', CHINA, 4, '2026-11-24'],
  ['2026-11-25T03:59:59.999+08:00', CHINA, 4, '2026-11-24'],
  ['2026-11-25T04:00:00+08:00', CHINA, 4, '2026-11-25'],
  ['2026-11-25T00:00:00+08:00', CHINA, 0, '2026-11-25'],
  ['2026-12-31T20:30:00-08:00', -480, 4, '2026-12-31'],
  ['2028-03-01T03:00:00+05:30', 330, 4, '2028-02-29'],
])('P22 %s with the offset %i and cut-off %i is of %s', (text, offset, cutOff, day) => {
  expect(businessDayOf(at(text), offset, cutOff)).toBe(day);
});

/** By a road of its own: the next cut-off after the moment, on the shop's clock. */
function nextCutOff(atMs: number, offsetMinutes: number, hour: number): number {
  const dayMs = 86_400_000;
  const shiftMs = offsetMinutes * 60_000 - hour * 3_600_000;
  return (Math.floor((atMs + shiftMs) / dayMs) + 1) * dayMs - shiftMs;
}

const moment = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
const offset = fc.integer({ min: -720, max: 840 });
const cutOff = fc.integer({ min: 0, max: 23 });

it('P22 a day lasts until its end and the next one begins there', () => {
  fc.assert(
    fc.property(moment, offset, cutOff, (atMs, offsetMinutes, hour) => {
      const day = businessDayOf(atMs, offsetMinutes, hour);
      const endMs = nextCutOff(atMs, offsetMinutes, hour);
      expect(businessDayOf(endMs - 1, offsetMinutes, hour)).toBe(day);
      expect(businessDayOf(endMs, offsetMinutes, hour) > day).toBe(true);
    }),
  );
});

it('P22 time going on never brings an earlier day', () => {
  fc.assert(
    fc.property(moment, fc.nat(10 ** 9), offset, cutOff, (atMs, laterMs, offsetMinutes, hour) => {
      const day = businessDayOf(atMs, offsetMinutes, hour);
      expect(businessDayOf(atMs + laterMs, offsetMinutes, hour) >= day).toBe(true);
    }),
  );
});

it('the time on a slip is the shop’s, not Greenwich’s', () => {
  expect(localTimeText(at('2026-11-24T17:05:07Z'), CHINA)).toBe('2026-11-25 01:05:07');
});
