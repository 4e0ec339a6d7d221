const MINUTE_MS = 60_000;

/** A rest of time in the least room: `23:04`; rounded down, for it is never shown as more. */
export function hoursAndMinutes(durationMs: number): string {
  const minutes = Math.floor(Math.max(0, durationMs) / MINUTE_MS);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
