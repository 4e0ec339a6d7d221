import { useTranslation } from 'react-i18next';
import type { ReadinessFinding } from '../../../shared/domain/readiness.ts';
import { row, type ReceiptRow } from '../../../shared/domain/receipt.ts';

/** What was found at a point, in words: on the screen and on paper the same. */
export function useReadinessWords() {
  const { t, i18n } = useTranslation('readiness');
  const say = (key: string, count: number): string =>
    i18n.exists(`readiness:${key}`, { count }) ? t(key as 'title', { count }) : '';
  const found = ({ point, reason, count }: ReadinessFinding): string =>
    say(`${point}.${reason}`, count);
  return {
    found,
    /** Empty where there is nothing to do. */
    remedy: ({ point, reason, count }: ReadinessFinding): string =>
      say(`remedy.${point}.${reason}`, count),
    rows: (findings: readonly ReadinessFinding[]): ReceiptRow[] =>
      findings.flatMap((finding) => [
        row(t(`point.${finding.point}`), t(`state.${finding.state}`)),
        row(`  ${found(finding)}`, '', 'small'),
      ]),
  };
}
