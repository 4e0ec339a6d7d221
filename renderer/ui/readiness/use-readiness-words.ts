import { useTranslation } from 'react-i18next';
import type { ReadinessFinding } from '../../../shared/domain/readiness.ts';
import { useTillState } from '../stores-context.ts';
import { row, type ReceiptRow } from '../../../shared/domain/receipt-rows.ts';

/** What was found at a point, in words: on the screen and on paper the same. */
export function useReadinessWords() {
  const { t, i18n } = useTranslation(['readiness', 'settings']);
  const level = useTillState('till', ({ facts }) => facts?.keyStoreLevel ?? 'file');
  const say = (key: string, count: number): string =>
    i18n.exists(`readiness:${key}`, { count })
      ? t(`readiness:${key}` as 'readiness:title', { count })
      : '';
  const found = ({ point, reason, count }: ReadinessFinding): string => {
    const said = say(`${point}.${reason}`, count);
    return point === 'keys' ? `${said} · ${t(`settings:keyStore.${level}`)}` : said;
  };
  return {
    found,
    /** Empty where there is nothing to do. */
    remedy: ({ point, reason, count }: ReadinessFinding): string =>
      say(`remedy.${point}.${reason}`, count),
    rows: (findings: readonly ReadinessFinding[]): ReceiptRow[] =>
      findings.flatMap((finding) => [
        row(t(`readiness:point.${finding.point}`), t(`readiness:state.${finding.state}`)),
        row(`  ${found(finding)}`, '', 'small'),
      ]),
  };
}
