import type { i18n } from 'i18next';
import type { KeyStoreLevel } from '../../../shared/contracts/host-facts.ts';
import {
  asksForSomebody,
  verdictOf,
  type ReadinessFinding,
} from '../../../shared/domain/readiness.ts';
import { row, type ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import type { Readiness } from '../../services/start/readiness-check.ts';
import { dateAndMinuteText } from '../kit/time.ts';

export interface ReadinessWords {
  readonly found: (finding: ReadinessFinding) => string;
  /** Empty where there is nothing to do. */
  readonly remedy: (finding: ReadinessFinding) => string;
  readonly rows: (readiness: Readiness) => readonly ReceiptRow[];
}

/** In the language that is set. Where the keys rest is said with their age. */
export function readinessWords(
  { t, exists }: Pick<i18n, 't' | 'exists'>,
  level: KeyStoreLevel,
): ReadinessWords {
  const say = (key: string, count: number): string =>
    exists(`readiness:${key}`, { count })
      ? t(`readiness:${key}` as 'readiness:title', { count })
      : '';
  const found = ({ point, reason, count }: ReadinessFinding): string => {
    const said = say(`${point}.${reason}`, count);
    return point === 'keys' ? `${said} · ${t(`settings:keyStore.${level}`)}` : said;
  };
  const remedy = ({ point, reason, count }: ReadinessFinding): string =>
    say(`remedy.${point}.${reason}`, count);
  const pointRows = (finding: ReadinessFinding): ReceiptRow[] => {
    const toDo = remedy(finding);
    return [
      row(t(`readiness:point.${finding.point}`), t(`readiness:state.${finding.state}`)),
      row(`  ${found(finding)}`, '', 'small'),
      ...(toDo === '' ? [] : [row(`  ${t('readiness:slip.remedy', { remedy: toDo })}`, '')]),
    ];
  };
  /** When and before whom, the whole in a word, then each point: whoever keeps the slip reads it so. */
  const rows = ({ atMs, operatorId, findings }: Readiness): ReceiptRow[] => {
    const asking = findings.filter(asksForSomebody).length;
    return [
      row(t('readiness:slip.time'), dateAndMinuteText(atMs)),
      row(t('readiness:slip.operator'), operatorId || t('readiness:slip.nobody')),
      ...(asking === 0 ? [] : [row(t('readiness:slip.asking', { count: asking }), '', 'strong')]),
      row(t(`readiness:verdict.${verdictOf(findings)}`), '', 'strong'),
      ...findings.flatMap(pointRows),
    ];
  };
  return { found, remedy, rows };
}
