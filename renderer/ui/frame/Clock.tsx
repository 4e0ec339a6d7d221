import { dateAndMinuteText } from '../kit/time.ts';
import { useNow } from './use-now.ts';

/** Date and minute on the wall, for the eye only; rules take their time from the till's clock. */
export function Clock() {
  const nowMs = useNow();
  return <time dateTime={new Date(nowMs).toISOString()}>{dateAndMinuteText(nowMs)}</time>;
}
