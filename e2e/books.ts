import { expect } from './patient-expect.ts';
import type { NewTerminal, RunningBank } from './whole-way/running-bank.ts';

type TerminalAtBank = Pick<NewTerminal, 'terminalId'>;

/** A sale as the bank's own rows have it, joined by SQL of ours, whatever a screen says (P1, I1). */
export interface BookedSale {
  readonly saleId: string;
  readonly saleNumber: string;
  /** Running number of the sale on its till: 1, 2, 3 … */
  readonly sale: number;
  readonly dueMinor: number;
  /** Thousandths of a piece over all lines. */
  readonly quantityMilli: number;
  readonly tender: 'cash' | 'card';
  /** Reports of this sale; more than one is a double. */
  readonly reports: number;
  /** States of the card transactions of this sale that moved money and still stand. */
  readonly standing: readonly string[];
  readonly standingMinor: number;
}

/** Every sale of a terminal that the bank has a report of, in the order of their numbers. */
export async function bookedSales(
  bank: RunningBank,
  { terminalId }: TerminalAtBank,
): Promise<readonly BookedSale[]> {
  const rows = await bank.rows<{
    sale_id: string;
    sale_number: string;
    due_minor: string;
    quantity_milli: string;
    kind: 'cash' | 'card';
    reports: string;
    standing: string[] | null;
    standing_minor: string | null;
  }>(
    `SELECT r.sale_id, min(r.sale_number) AS sale_number, min(r.due_minor) AS due_minor,
            min((SELECT sum(quantity_milli) FROM sale_report_lines l
                  WHERE l.merchant_id = r.merchant_id AND l.report_id = r.id)) AS quantity_milli,
            min((SELECT min(kind) FROM sale_report_tenders t
                  WHERE t.merchant_id = r.merchant_id AND t.report_id = r.id)) AS kind,
            count(*) AS reports,
            (SELECT array_agg(x.state ORDER BY x.created_at_ms) FROM transactions x
              WHERE x.sale_id = r.sale_id AND x.state IN ('approved', 'posted')) AS standing,
            (SELECT sum(amount_minor) FROM transactions x
              WHERE x.sale_id = r.sale_id AND x.state IN ('approved', 'posted')) AS standing_minor
       FROM sale_reports r
      WHERE r.terminal_id = $1
      GROUP BY r.sale_id
      ORDER BY sale_number`,
    [terminalId],
  );
  return rows.map((row) => ({
    saleId: row.sale_id,
    saleNumber: row.sale_number,
    sale: Number(row.sale_number.split('-')[1]),
    dueMinor: Number(row.due_minor),
    quantityMilli: Number(row.quantity_milli),
    tender: row.kind,
    reports: Number(row.reports),
    standing: row.standing ?? [],
    standingMinor: Number(row.standing_minor ?? 0),
  }));
}

/** Money that stands at the bank for a sale that nobody reported (I4), by payment id. */
export async function ownerlessMoney(
  bank: RunningBank,
  { terminalId }: TerminalAtBank,
): Promise<string[]> {
  const rows = await bank.rows<{ id: string }>(
    `SELECT id FROM transactions x
      WHERE x.terminal_id = $1 AND x.state IN ('approved', 'posted')
        AND NOT EXISTS (SELECT 1 FROM sale_reports r WHERE r.sale_id = x.sale_id)`,
    [terminalId],
  );
  return rows.map(({ id }) => id);
}

/** Numbers of the series that the bank has not got, up to the highest that it has (P2, I5). */
export async function missingNumbers(
  bank: RunningBank,
  { terminalId }: TerminalAtBank,
): Promise<number[]> {
  const rows = await bank.rows<{ n: string }>(
    `SELECT n FROM generate_series(1,
        (SELECT coalesce(max(number), 0) FROM series_numbers WHERE terminal_id = $1)) AS n
      WHERE NOT EXISTS (SELECT 1 FROM series_numbers WHERE terminal_id = $1 AND number = n)`,
    [terminalId],
  );
  return rows.map(({ n }) => Number(n));
}

/** Postings whose debits and credits differ: there is none at any time (I1). */
export async function crookedPostings(bank: RunningBank): Promise<string[]> {
  const rows = await bank.rows<{ posting_id: string }>(
    `SELECT posting_id FROM ledger_entries GROUP BY posting_id
      HAVING sum(debit_minor) <> sum(credit_minor)`,
  );
  return rows.map(({ posting_id }) => posting_id);
}

const REPORTS_LIMIT_MS = 20_000;

/**
 * Double entry holds at any time; as soon as the reports are in, no number is missing and no money
 * stands without a sale.
 */
export async function expectSoundBooks(bank: RunningBank, terminal: TerminalAtBank): Promise<void> {
  expect(await crookedPostings(bank)).toEqual([]);
  const soon = { timeout: REPORTS_LIMIT_MS };
  await expect.poll(() => ownerlessMoney(bank, terminal), soon).toEqual([]);
  await expect.poll(() => missingNumbers(bank, terminal), soon).toEqual([]);
}

/** A card transaction of a terminal as the bank has it, oldest first. */
export interface BankMoney {
  readonly id: string;
  readonly state: string;
  readonly supersedes: string | null;
}

export function moneyOf(bank: RunningBank, { terminalId }: TerminalAtBank): Promise<BankMoney[]> {
  return bank.rows<BankMoney>(
    `SELECT id, state, supersedes FROM transactions
      WHERE terminal_id = '${terminalId}' ORDER BY transaction_number`,
  );
}

/** What became of the money of a terminal, oldest first. */
export async function statesOf(bank: RunningBank, terminal: TerminalAtBank): Promise<string[]> {
  return (await moneyOf(bank, terminal)).map(({ state }) => state);
}

/** What the bank has noted against a terminal, or in its name, oldest first (P26). */
export async function securityEvents(
  bank: RunningBank,
  { terminalId }: TerminalAtBank,
): Promise<string[]> {
  const rows = await bank.rows<{ kind: string }>(
    'SELECT kind FROM security_events WHERE terminal_id = $1 ORDER BY id',
    [terminalId],
  );
  return rows.map(({ kind }) => kind);
}
