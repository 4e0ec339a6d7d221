/**
 * Local time without a time zone database: the offset is a fact of the moment, read once from the
 * machine and handed in, so that a record means the same when it is read elsewhere (P22).
 */
const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/**
 * ISO date of the business day that a moment belongs to. The day ends at the cut-off hour, not at
 * midnight: what is sold at half past one in the night is in the till of the evening before.
 *
 * @param utcOffsetMinutes minutes east of Greenwich: +480 in China.
 */
export function businessDayOf(
  atMs: number,
  utcOffsetMinutes: number,
  dayCutOffHour: number,
): string {
  return isoDate(atMs + utcOffsetMinutes * MINUTE_MS - dayCutOffHour * HOUR_MS);
}

/** `2026-11-24 09:05:07` on the clock of the shop. */
export function localTimeText(atMs: number, utcOffsetMinutes: number): string {
  const localMs = atMs + utcOffsetMinutes * MINUTE_MS;
  return `${isoDate(localMs)} ${new Date(localMs).toISOString().slice(11, 19)}`;
}

/** `2026-11-24`, of a moment of a clock without an offset. */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
