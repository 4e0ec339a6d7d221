import type { StartReport } from './start-up.ts';

/** One thing that the start found, for people: what, how many, which (P10). */
export interface Finding {
  readonly kind: FindingKind;
  readonly count: number;
  /** Numbers or names of what it is about; empty where the count says it all. */
  readonly named: readonly string[];
}

export type FindingKind =
  | 'database-empty'
  | 'database-behind'
  | 'file-behind'
  | 'torn-line'
  | 'records-damaged'
  | 'rows-damaged'
  | 'records-missing';

/** In the order of what a person must know first; never empty. */
export type StartFindings = readonly [Finding, ...Finding[]];

/** The look at both copies of one start: when, what it found, whether somebody has read it. */
export interface StartCheck {
  readonly atMs: number;
  /** Null when both copies were whole and the same. */
  readonly findings: StartFindings | null;
  readonly isRead: boolean;
}

const MOST_NAMED = 20;

/** Null when both copies were whole and the same. */
export function findingsOf(report: StartReport): StartFindings | null {
  const { damagedRows, damagedNumbers, databaseWasEmpty, restoredToDatabase } = report;
  const rows = damagedRows.map(({ saleNumber, number }) =>
    saleNumber === '' ? String(number) : saleNumber,
  );
  const all: readonly Finding[] = [
    finding('records-missing', report.missing),
    finding('records-damaged', damagedNumbers.length, damagedNumbers.map(String)),
    finding('rows-damaged', damagedRows.length, rows),
    finding('database-empty', databaseWasEmpty ? report.unsentSales : 0),
    finding('database-behind', databaseWasEmpty ? 0 : restoredToDatabase),
    finding('file-behind', report.restoredToFile),
    // A line whose record the database still had was completed: its step has happened after all.
    finding('torn-line', report.restoredToFile > 0 ? 0 : report.tornLines),
  ];
  const [first, ...others] = all.filter(
    ({ kind, count }) => count > 0 || (kind === 'database-empty' && databaseWasEmpty),
  );
  return first === undefined ? null : [first, ...others];
}

function finding(kind: FindingKind, count: number, named: readonly string[] = []): Finding {
  return { kind, count, named: [...new Set(named)].slice(0, MOST_NAMED) };
}

/** What a crash leaves behind and a start mends by itself: told where one looks, not in the way. */
const EVERYDAY: ReadonlySet<FindingKind> = new Set(['database-behind', 'file-behind', 'torn-line']);

/** What somebody must read before going on; null when there is nothing, or no longer. */
export function unreadAlarm(check: StartCheck | null): StartFindings | null {
  if (check === null || check.isRead || check.findings === null) return null;
  return check.findings.some(({ kind }) => !EVERYDAY.has(kind)) ? check.findings : null;
}
