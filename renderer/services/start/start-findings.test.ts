import { describe, expect, it } from 'vitest';
import { findingsOf, unreadAlarm } from './start-findings.ts';
import type { StartReport } from './start-up.ts';

const WHOLE = {
  databaseWasEmpty: false,
  restoredToDatabase: 0,
  unsentSales: 0,
  restoredToFile: 0,
  tornLines: 0,
  missing: 0,
  damagedNumbers: [],
  damagedRows: [],
} as unknown as StartReport;

describe('what the start tells a person', () => {
  it('P10 nothing when both copies were whole', () => {
    expect(findingsOf(WHOLE)).toBeNull();
  });

  it.each([
    [{ tornLines: 1 }, 'torn-line', false],
    [{ restoredToDatabase: 2 }, 'database-behind', false],
    [{ restoredToFile: 3 }, 'file-behind', false],
    [{ restoredToFile: 1, tornLines: 1 }, 'file-behind', false],
    [{ missing: 5 }, 'records-missing', true],
    [{ damagedNumbers: [4, 5] }, 'records-damaged', true],
    [{ databaseWasEmpty: true, restoredToDatabase: 9, unsentSales: 0 }, 'database-empty', true],
  ] as const)('P10 %j is told as %s; in the way: %s', (change, kind, alarm) => {
    const found = findingsOf({ ...WHOLE, ...change } as StartReport);
    expect(found?.map((one) => one.kind)).toEqual([kind]);
    const check = { atMs: 0, findings: found, isRead: false };
    expect(unreadAlarm(check)).toBe(alarm ? found : null);
    expect(unreadAlarm({ ...check, isRead: true })).toBeNull();
  });

  it('F09 an edited row is named by its sale, each sale once, the worst first', () => {
    const damagedRows = [
      { table: 'sales', number: 7, saleNumber: '01-000003' },
      { table: 'outbox', number: 7, saleNumber: '01-000003' },
      { table: 'records', number: 9, saleNumber: '' },
    ] as const;
    expect(findingsOf({ ...WHOLE, damagedRows, missing: 1 } as StartReport)).toEqual([
      { kind: 'records-missing', count: 1, named: [] },
      { kind: 'rows-damaged', count: 3, named: ['01-000003', '9'] },
    ]);
  });
});
