import { expect, it } from 'vitest';
import { hoursAndMinutes } from './hours-and-minutes.ts';

it.each([
  [0, '0:00'],
  [-1, '0:00'],
  [59_999, '0:00'],
  [60_000, '0:01'],
  [24 * 3_600_000, '24:00'],
  [24 * 3_600_000 - 1, '23:59'],
])('P15 %s ms left are shown as %s, never as more', (leftMs, text) => {
  expect(hoursAndMinutes(leftMs)).toBe(text);
});
