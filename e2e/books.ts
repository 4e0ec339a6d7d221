import { expect } from '@playwright/test';
import type { NewTerminal, RunningBank } from './whole-way/running-bank.ts';

/** The bank's own rows, joined by a test's own SQL: what counts, whatever a screen says (P1, I1). */
export interface BookedSale {
  /** Running number of the sale on its till: 1, 2, 3 … */
  readonly sale: number;
  readonly dueMinor: number;
  readonly tender: 'cash' | 'card';
  /** States of the card transactions of this sale that moved money and still stand. */
  readonly standing: readonly string[];
}

export async function bookedSales(
  bank: RunningBank,
  { terminalId }: NewTerminal,
): Promise<readonly BookedSale[]> {
  const rows = await bank.rows<{
    sale_number: string;
    due_minor: string;
    kind: 'cash' | 'card';
    standing: string[] | null;
  }>(
    `SELECT r.sale_number, r.due_minor, t.kind,
            (SELECT array_agg(x.state ORDER BY x.created_at_ms) FROM transactions x
              WHERE x.sale_id = r.sale_id AND x.state IN ('approved', 'posted')) AS standing
       FROM sale_reports r
       JOIN sale_report_tenders t ON t.merchant_id = r.merchant_id AND t.report_id = r.id
      WHERE r.terminal_id = '${terminalId}'
      ORDER BY r.sale_number`,
  );
  return rows.map((row) => ({
    sale: Number(row.sale_number.split('-')[1]),
    dueMinor: Number(row.due_minor),
    tender: row.kind,
    standing: row.standing ?? [],
  }));
}

/** Double entry holds, no number is missing or used twice, and no money stands without a sale. */
export async function expectSoundBooks(
  bank: RunningBank,
  { terminalId }: NewTerminal,
): Promise<void> {
  const crooked = await bank.rows(
    `SELECT posting_id FROM ledger_entries GROUP BY posting_id
      HAVING sum(debit_minor) <> sum(credit_minor)`,
  );
  expect(crooked).toEqual([]);
  const [numbers] = await bank.rows<{ n: string; highest: string | null }>(
    `SELECT count(DISTINCT number) AS n, max(number) AS highest FROM series_numbers
      WHERE terminal_id = '${terminalId}'`,
  );
  expect(numbers?.n).toBe(numbers?.highest ?? '0');
  const ownerless = await bank.rows(
    `SELECT id FROM transactions t
      WHERE t.terminal_id = '${terminalId}' AND state IN ('approved', 'posted')
        AND NOT EXISTS (SELECT 1 FROM sale_reports r WHERE r.sale_id = t.sale_id)`,
  );
  expect(ownerless).toEqual([]);
}
