import { useTranslation } from 'react-i18next';

const MINUTE_MS = 60_000;

/** Ages and waits for people: minutes, then hours and minutes. */
export function useDuration(): (durationMs: number) => string {
  const { t } = useTranslation('common');
  return (durationMs) => {
    const minutes = Math.floor(Math.max(0, durationMs) / MINUTE_MS);
    if (minutes === 0) return t('justNow');
    if (minutes < 60) return t('minutes', { count: minutes });
    return t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}
