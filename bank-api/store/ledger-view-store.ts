import { sql } from 'kysely';
import type { LedgerTransaction, LedgerView } from '../admin/ledger-view.ts';
import type { BankDatabase } from './database.ts';
import { readSales } from './sales-view-store.ts';
import { verifyBooks } from './verification.ts';

/** Reads everything; for people, demos and tests, not for a bank with a million rows. */
export async function readLedger(db: BankDatabase): Promise<LedgerView> {
  return {
    sales: await readSales(db),
    transactions: await readTransactions(db),
    reports: await readReports(db),
    payLinks: await readPayLinks(db),
    holds: await readHolds(db),
    accounts: await readAccounts(db),
    verified: await verifyBooks(db),
  };
}

async function readTransactions(db: BankDatabase): Promise<LedgerTransaction[]> {
  const { rows } = await sql<{
    id: string;
    kind: LedgerTransaction['kind'];
    sale_id: string | null;
    sale_number: string | null;
    merchant_id: string;
    terminal_id: string;
    transaction_number: bigint | null;
    amount_minor: bigint;
    state: string;
    code: string;
    channel: LedgerTransaction['channel'];
    masked_number: string;
    supersedes: string | null;
    original_id: string | null;
  }>`
    select t.id, t.kind, t.sale_id, r.sale_number, t.merchant_id, t.terminal_id,
      t.transaction_number, t.amount_minor, t.state, t.code, t.channel, t.masked_number,
      t.supersedes, t.original_id
    from transactions t
    left join sale_reports r on r.merchant_id = t.merchant_id and r.sale_id = t.sale_id
    union all
    select id, 'sale-report', sale_id, sale_number, merchant_id, terminal_id,
      transaction_number, due_minor, 'posted', '00', null, '', null, null from sale_reports
    union all
    select id, 'cash-return', sale_id, null, merchant_id, terminal_id,
      transaction_number, -amount_minor, 'posted', '00', null, '', null, original_id
      from cash_returns
    union all
    select id, 'void-number', null, null, merchant_id, terminal_id,
      transaction_number, 0, 'posted', '00', null, '', null, null from void_numbers
    order by merchant_id, terminal_id, transaction_number nulls last, id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    saleId: row.sale_id,
    saleNumber: row.sale_number,
    merchantId: row.merchant_id,
    terminalId: row.terminal_id,
    transactionNumber: row.transaction_number === null ? null : Number(row.transaction_number),
    amountMinor: Number(row.amount_minor),
    state: row.state,
    code: row.code,
    channel: row.channel,
    maskedNumber: row.masked_number,
    supersedes: row.supersedes,
    originalId: row.original_id,
  }));
}

async function readReports(db: BankDatabase): Promise<LedgerView['reports']> {
  const { rows } = await sql<{
    id: string;
    sale_id: string;
    sale_number: string;
    merchant_id: string;
    terminal_id: string;
    transaction_number: bigint;
    business_day: string;
    due_minor: bigint;
    tax_minor: bigint;
    discount_minor: bigint;
    line_count: bigint;
    quantity_milli: bigint;
    cash_minor: bigint;
    card_minor: bigint;
  }>`
    select r.id, r.sale_id, r.sale_number, r.merchant_id, r.terminal_id, r.transaction_number,
      r.business_day::text as business_day, r.due_minor, r.tax_minor, r.discount_minor,
      l.line_count, l.quantity_milli, t.cash_minor, t.card_minor
    from sale_reports r
    cross join lateral (
      select count(*) as line_count, coalesce(sum(quantity_milli), 0)::bigint as quantity_milli
      from sale_report_lines where merchant_id = r.merchant_id and report_id = r.id) l
    cross join lateral (
      select coalesce(sum(amount_minor) filter (where kind = 'cash'), 0)::bigint as cash_minor,
        coalesce(sum(amount_minor) filter (where kind = 'card'), 0)::bigint as card_minor
      from sale_report_tenders where merchant_id = r.merchant_id and report_id = r.id) t
    order by r.merchant_id, r.terminal_id, r.transaction_number`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    saleId: row.sale_id,
    saleNumber: row.sale_number,
    merchantId: row.merchant_id,
    terminalId: row.terminal_id,
    transactionNumber: Number(row.transaction_number),
    businessDay: row.business_day,
    lineCount: Number(row.line_count),
    quantityMilli: Number(row.quantity_milli),
    dueMinor: Number(row.due_minor),
    taxMinor: Number(row.tax_minor),
    discountMinor: Number(row.discount_minor),
    cashMinor: Number(row.cash_minor),
    cardMinor: Number(row.card_minor),
  }));
}

async function readPayLinks(db: BankDatabase): Promise<LedgerView['payLinks']> {
  const rows = await db
    .selectFrom('pay_links')
    .selectAll()
    .orderBy('merchant_id')
    .orderBy('terminal_id')
    .orderBy('transaction_number')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    saleId: row.sale_id,
    merchantId: row.merchant_id,
    terminalId: row.terminal_id,
    transactionNumber: Number(row.transaction_number),
    amountMinor: Number(row.amount_minor),
    state: row.state,
    madeAtMs: Number(row.made_at_ms),
    expiresAtMs: Number(row.expires_at_ms),
    supersedes: row.supersedes,
  }));
}

async function readHolds(db: BankDatabase): Promise<LedgerView['holds']> {
  const rows = await db
    .selectFrom('card_holds as hold')
    .innerJoin('transactions as payment', (join) =>
      join
        .onRef('payment.merchant_id', '=', 'hold.merchant_id')
        .onRef('payment.id', '=', 'hold.id'),
    )
    .selectAll('hold')
    .select(['terminal_id', 'masked_number', 'authorisation_code', 'reference_number'])
    .orderBy('hold.lapses_at_ms')
    .orderBy('hold.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    merchantId: row.merchant_id,
    terminalId: row.terminal_id,
    maskedNumber: row.masked_number,
    authorisationCode: row.authorisation_code,
    referenceNumber: row.reference_number,
    amountMinor: Number(row.amount_minor),
    lapsesAtMs: Number(row.lapses_at_ms),
  }));
}

async function readAccounts(db: BankDatabase): Promise<LedgerView['accounts']> {
  const rows = await db.selectFrom('accounts').selectAll().orderBy('code').execute();
  return rows.map((row) => ({
    code: row.code,
    kind: row.kind,
    debitMinor: Number(row.debit_minor),
    creditMinor: Number(row.credit_minor),
    balanceMinor: Number(row.balance_minor),
  }));
}
