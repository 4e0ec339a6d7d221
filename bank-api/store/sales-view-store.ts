import { sql } from 'kysely';
import type { LedgerPayment, LedgerSale, LedgerTender } from '../admin/ledger-view.ts';
import type { BankDatabase } from './database.ts';

/** As JSON comes out of PostgreSQL: amounts of a demo ledger are safe numbers. */
interface SaleRow {
  sale_id: string;
  sale_number: string | null;
  merchant_id: string;
  terminal_id: string;
  business_day: string | null;
  due_minor: bigint | null;
  line_count: bigint;
  quantity_milli: bigint;
  tenders: LedgerTender[] | null;
  payments: LedgerPayment[] | null;
}

/** Sale by sale, in SQL of its own: what was reported, beside what was booked. */
export async function readSales(db: BankDatabase): Promise<LedgerSale[]> {
  const { rows } = await sql<SaleRow>`
    with sales as (
      select merchant_id, sale_id, terminal_id from sale_reports
      union
      select merchant_id, sale_id, terminal_id from transactions where sale_id is not null)
    select s.merchant_id, s.sale_id, s.terminal_id, r.sale_number,
      r.business_day::text as business_day, r.due_minor, l.line_count, l.quantity_milli,
      t.tenders, p.payments
    from sales s
    left join sale_reports r on r.merchant_id = s.merchant_id and r.sale_id = s.sale_id
    cross join lateral (
      select count(*) as line_count, coalesce(sum(quantity_milli), 0)::bigint as quantity_milli
      from sale_report_lines where merchant_id = r.merchant_id and report_id = r.id) l
    cross join lateral (
      select json_agg(json_build_object(
        'id', n.id, 'kind', n.kind, 'amountMinor', n.amount_minor,
        'roundingMinor', n.rounding_minor, 'receivedMinor', n.received_minor,
        'changeMinor', n.change_minor, 'paymentId', n.payment_id)
        order by n.tender_number) as tenders
      from sale_report_tenders n
      where n.merchant_id = r.merchant_id and n.report_id = r.id) t
    cross join lateral (
      select json_agg(json_build_object(
        'id', t.id, 'kind', t.kind, 'state', t.state, 'code', t.code,
        'amountMinor', t.amount_minor, 'transactionNumber', t.transaction_number,
        'channel', t.channel, 'maskedNumber', t.masked_number, 'supersedes', t.supersedes,
        'postedMinor', b.posted, 'purchasePostings', b.purchases)
        order by t.transaction_number, t.id) as payments
      from transactions t
      cross join lateral (
        select count(distinct q.id) filter (where q.kind = 'purchase') as purchases,
          coalesce(sum(e.credit_minor - e.debit_minor), 0)::bigint as posted
        from postings q
        join ledger_entries e on e.merchant_id = q.merchant_id and e.posting_id = q.id
          and e.account like '%:clearing'
        where q.merchant_id = t.merchant_id and q.record_id = t.id::text) b
      where t.merchant_id = s.merchant_id and t.sale_id = s.sale_id) p
    order by s.merchant_id, s.terminal_id, r.transaction_number nulls last, s.sale_id`.execute(db);
  return rows.map((row) => ({
    saleId: row.sale_id,
    saleNumber: row.sale_number,
    merchantId: row.merchant_id,
    terminalId: row.terminal_id,
    businessDay: row.business_day,
    dueMinor: row.due_minor === null ? null : Number(row.due_minor),
    lineCount: Number(row.line_count),
    quantityMilli: Number(row.quantity_milli),
    tenders: row.tenders ?? [],
    payments: row.payments ?? [],
  }));
}
