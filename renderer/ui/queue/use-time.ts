import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The time of day; with its date once that is no longer plain. Formats are dear: made once. */
export function useTime(): (atMs: number, nowMs: number) => string {
  const { language } = useTranslation().i18n;
  return useMemo(() => {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const time = new Intl.DateTimeFormat(language, clock);
    const dated = new Intl.DateTimeFormat(language, { ...clock, month: '2-digit', day: '2-digit' });
    return (atMs, nowMs) => (nowMs - atMs < DAY_MS ? time : dated).format(atMs);
  }, [language]);
}
