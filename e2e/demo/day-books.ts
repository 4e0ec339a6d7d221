import { crookedPostings, missingNumbers } from '../books.ts';
import type { Slip } from '../electron-till.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';

/** The newest card sale that stands: the one that something goes wrong with at the bank. */
const NEWEST_SALE = `(SELECT id FROM transactions
  WHERE terminal_id = $1 AND kind = 'purchase' AND state = 'approved'
  ORDER BY transaction_number DESC LIMIT 1)`;

/** Only a person with the database's own rights can do this: the bank's books are append-only. */
async function tamper(
  bank: RunningBank,
  tables: readonly string[],
  changes: readonly string[],
  terminalId: string,
): Promise<void> {
  for (const table of tables) {
    await bank.rows(`GRANT ALL ON ${table} TO current_user`);
    await bank.rows(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  }
  for (const change of changes) await bank.rows(change, [terminalId]);
  for (const table of tables) await bank.rows(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

/** A clerk's mistake: one fen more, in the record and in its posting, so that the books balance. */
export function bookOtherAmount(bank: RunningBank, terminalId: string): Promise<void> {
  return tamper(
    bank,
    ['ledger_entries', 'cards', 'transactions'],
    [
      `UPDATE ledger_entries
       SET debit_minor = debit_minor + sign(debit_minor)::int,
           credit_minor = credit_minor + sign(credit_minor)::int
       WHERE posting_id = ${NEWEST_SALE}::text || ':purchase'`,
      `UPDATE cards SET available_minor = available_minor - 1
       WHERE card_hash = (SELECT card_hash FROM transactions WHERE id = ${NEWEST_SALE})`,
      `UPDATE transactions SET amount_minor = amount_minor + 1 WHERE id = ${NEWEST_SALE}`,
    ],
    terminalId,
  );
}

/** Booked after midnight, into the batch of tomorrow. */
export function bookInNextBatch(bank: RunningBank, terminalId: string): Promise<void> {
  return tamper(
    bank,
    ['series_numbers', 'transactions'],
    [
      `UPDATE series_numbers SET batch_number = batch_number + 1
       WHERE terminal_id = $1 AND record_id = ${NEWEST_SALE}`,
      `UPDATE transactions SET batch_number = batch_number + 1 WHERE id = ${NEWEST_SALE}`,
    ],
    terminalId,
  );
}

/** What is left of a day when it is over, counted in the bank's own rows and on the paper. */
export interface DayCount {
  /** Card transactions and cash sales that the bank has of this till. */
  readonly transactions: number;
  /** What the settlements have paid out, in fen. */
  readonly settledMinor: number;
  /** What the ledger says was taken and not given back, in fen. */
  readonly ledgerMinor: number;
  /** By name: a slip whose sale the bank has not got, money that nobody settled, a number missing. */
  readonly open: readonly string[];
}

/** A settlement slip is of a batch: `batch 1`; a sale's is of a till and its number: `01-000012`. */
function isOfSale(saleNumber: string): boolean {
  return /^\d+-\d+$/.test(saleNumber);
}

export async function countDay(
  bank: RunningBank,
  terminalId: string,
  slips: readonly Slip[],
): Promise<DayCount> {
  const terminal = { terminalId };
  const [counted] = await bank.rows<{ transactions: string; settled: string; ledger: string }>(
    `SELECT (SELECT count(*) FROM transactions WHERE terminal_id = $1 AND core_hash IS NOT NULL)
          + (SELECT count(*) FROM sale_report_tenders t JOIN sale_reports r
               ON r.merchant_id = t.merchant_id AND r.id = t.report_id
             WHERE r.terminal_id = $1 AND t.kind = 'cash') AS transactions,
            (SELECT coalesce(sum(credit_minor - debit_minor), 0) FROM ledger_entries
             WHERE account LIKE 'merchant:%:paid-out') AS settled,
            (SELECT coalesce(sum(credit_minor - debit_minor), 0) FROM ledger_entries e
             WHERE account LIKE 'merchant:%:clearing'
               AND posting_id NOT LIKE '%:settlement') AS ledger`,
    [terminalId],
  );
  const reported = await bank.rows<{ sale_id: string }>(
    `SELECT sale_id FROM sale_reports WHERE terminal_id = $1
     UNION SELECT sale_id FROM transactions
       WHERE terminal_id = $1 AND state = 'approved'
         AND kind IN ('refund', 'pre-authorisation', 'pre-authorisation-void', 'completion',
                      'void')`,
    [terminalId],
  );
  const known = new Set(reported.map(({ sale_id }) => sale_id));
  const lost = slips.filter(({ saleId, saleNumber }) => isOfSale(saleNumber) && !known.has(saleId));
  return {
    transactions: Number(counted?.transactions),
    settledMinor: Number(counted?.settled),
    ledgerMinor: Number(counted?.ledger),
    open: [
      ...lost.map(({ saleNumber }) => `sale ${saleNumber} is on paper and not at the bank`),
      ...(await missingNumbers(bank, terminal)).map((number) => `number ${number} is missing`),
      ...(await crookedPostings(bank)).map((id) => `posting ${id} does not balance`),
    ],
  };
}
