import { useNow } from './use-now.ts';

/** Date and minute on the wall, for the eye only; rules take their time from the till's clock. */
export function Clock() {
  const nowMs = useNow();
  return <time dateTime={new Date(nowMs).toISOString()}>{localMinute(nowMs)}</time>;
}

/** `2026-11-25 14:06`, in the till's own time zone. */
export function localMinute(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
