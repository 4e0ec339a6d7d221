import { describe, expect, it } from 'vitest';
import { dateAndMinuteText, dayAndMinuteText, secondText, timeText } from './time.ts';

const at = (day: number, hour: number, minute: number): number =>
  new Date(2026, 10, day, hour, minute, 9).getTime();

describe('P22 times for the eye', () => {
  it('P22 the first hour of a day is 00, never 24', () => {
    const midnight = at(25, 0, 6);
    expect(timeText(midnight, midnight)).toBe('00:06');
    expect(dayAndMinuteText(midnight)).toBe('11-25 00:06');
    expect(dateAndMinuteText(midnight)).toBe('2026-11-25 00:06');
    expect(secondText(midnight)).toBe('00:06:09');
  });

  it('P22 what is not of today says its day, also one minute past midnight', () => {
    expect(timeText(at(24, 23, 59), at(25, 0, 0))).toBe('11-24 23:59');
    expect(timeText(at(25, 0, 0), at(25, 23, 59))).toBe('00:00');
    expect(timeText(at(26, 0, 1), at(25, 23, 59))).toBe('11-26 00:01');
  });
});
