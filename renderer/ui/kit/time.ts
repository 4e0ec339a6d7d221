/**
 * Times for the eye, by the shop's clock and the same in every language of the screen: the digits
 * stand as on the slip (`2026-11-25 00:06`). Not by `Intl`: one of its forms calls the hour after
 * midnight 24, and each makes the day look different.
 */

const two = (number: number): string => String(number).padStart(2, '0');

/** `14:06` while it is of today, else `11-24 14:06`: another day must be seen as such. */
export function timeText(atMs: number, nowMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return isToday ? minuteText(new Date(atMs)) : dayAndMinuteText(atMs);
}

/** `11-24 14:06` */
export function dayAndMinuteText(atMs: number): string {
  const at = new Date(atMs);
  return `${dayText(at)} ${minuteText(at)}`;
}

/** `2026-11-24 14:06` */
export function dateAndMinuteText(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${dayText(at)} ${minuteText(at)}`;
}

/** `14:06:36` */
export function secondText(atMs: number): string {
  const at = new Date(atMs);
  return `${minuteText(at)}:${two(at.getSeconds())}`;
}

function dayText(at: Date): string {
  return `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function minuteText(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What this machine's clock on the wall is ahead of UTC at that moment, in minutes. */
export const utcOffsetMinutesAt = (atMs: number): number => -new Date(atMs).getTimezoneOffset();
