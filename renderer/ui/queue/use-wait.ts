import { useTranslation } from 'react-i18next';
import { useDuration } from '../frame/duration.ts';

const MINUTE_MS = 60_000;

/** A wait that somebody watches: by the second below a minute. */
export function useWait(): (waitMs: number) => string {
  const { t } = useTranslation('queue');
  const duration = useDuration();
  return (waitMs) =>
    waitMs < MINUTE_MS
      ? t('seconds', { count: Math.max(1, Math.ceil(waitMs / 1_000)) })
      : duration(waitMs);
}
