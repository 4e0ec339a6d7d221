import { sql } from 'kysely';
import type { Books, CardAccount, Change, Posting } from '../domain/records.ts';
import { bigOrNull, lineRow, rowFromPayment } from './book-rows.ts';
import { insertRows, toJson } from './bulk.ts';
import type { BankTransaction } from './database.ts';
import type { BankTables } from './schema.ts';

/** Everything that was judged, in as many statements as there are tables. */
export async function writeChanges(
  db: BankTransaction,
  books: Pick<Books, 'merchantId' | 'terminalId' | 'nowMs'>,
  knownPayments: ReadonlySet<string>,
  changes: readonly Change[],
): Promise<void> {
  const { merchantId: merchant_id, terminalId: terminal_id } = books;
  const nowMs = BigInt(books.nowMs);
  const of = <Type extends Change['type']>(type: Type) =>
    changes.filter((change): change is Extract<Change, { type: Type }> => change.type === type);
  await insertRows(
    db,
    'series_numbers',
    of('number').map((change) => ({
      merchant_id,
      terminal_id,
      number: BigInt(change.number),
      batch_number: bigOrNull(change.batchNumber),
      trace_number: bigOrNull(change.traceNumber),
      record_id: change.recordId,
      record_kind: change.recordKind,
    })),
  );
  // The last word on each payment counts: a purchase may be booked and superseded in one batch.
  const payments = new Map(of('payment').map(({ payment }) => [payment.id, payment]));
  const rows = [...payments.values()].map((payment) => rowFromPayment(merchant_id, payment));
  await insertRows(
    db,
    'transactions',
    rows.filter((row) => !knownPayments.has(row.id)),
  );
  await updatePayments(
    db,
    rows.filter((row) => knownPayments.has(row.id)),
  );
  const cards = new Map(of('card').map(({ card }) => [card.cardHash, card]));
  await updateCards(db, [...cards.values()]);
  await writePostings(
    db,
    merchant_id,
    nowMs,
    of('posting').map(({ posting }) => posting),
  );
  await writeReports(db, merchant_id, nowMs, of('report'));
  await insertRows(
    db,
    'void_numbers',
    of('void-number').map(({ id, number, reason }) => ({
      merchant_id,
      id,
      terminal_id,
      transaction_number: BigInt(number),
      reason,
      received_at_ms: nowMs,
    })),
  );
  await insertRows(
    db,
    'security_events',
    of('security-event').map(({ kind, detail }) => ({
      at_ms: nowMs,
      kind,
      merchant_id,
      terminal_id,
      detail,
      source: null,
      period: null,
      times: 1n,
      last_at_ms: nowMs,
    })),
  );
}

async function updatePayments(
  db: BankTransaction,
  rows: readonly BankTables['transactions'][],
): Promise<void> {
  for (const { merchant_id, id, ...values } of rows) {
    await db
      .updateTable('transactions')
      .set(values)
      .where('merchant_id', '=', merchant_id)
      .where('id', '=', id)
      .execute();
  }
}

async function updateCards(db: BankTransaction, cards: readonly CardAccount[]): Promise<void> {
  if (cards.length === 0) return;
  const rows = cards.map((card) => ({
    card_hash: card.cardHash,
    wrong_pins: card.wrongPins,
    available_minor: card.availableMinor,
  }));
  await sql`update cards set wrong_pins = fresh.wrong_pins, available_minor = fresh.available_minor
    from json_populate_recordset(null::cards, ${toJson(rows)}::json) as fresh
    where cards.card_hash = fresh.card_hash`.execute(db);
}

export async function writePostings(
  db: BankTransaction,
  merchant_id: string,
  nowMs: bigint,
  postings: readonly Posting[],
): Promise<void> {
  await insertRows(
    db,
    'postings',
    postings.map(({ id, kind, recordId }) => ({
      merchant_id,
      id,
      kind,
      record_id: recordId,
      created_at_ms: nowMs,
    })),
  );
  await insertRows(
    db,
    'ledger_entries',
    postings.flatMap((posting) =>
      posting.entries.map((entry, i) => ({
        merchant_id,
        posting_id: posting.id,
        line_number: i + 1,
        account: entry.account,
        debit_minor: entry.debitMinor,
        credit_minor: entry.creditMinor,
      })),
    ),
  );
}

async function writeReports(
  db: BankTransaction,
  merchant_id: string,
  nowMs: bigint,
  changes: readonly Extract<Change, { type: 'report' }>[],
): Promise<void> {
  await insertRows(
    db,
    'sale_reports',
    changes.map(({ report, stored }) => ({
      merchant_id,
      id: report.id,
      sale_id: report.saleId,
      sale_number: report.saleNumber,
      terminal_id: report.terminalId,
      transaction_number: BigInt(report.transactionNumber),
      batch_number: BigInt(report.batchNumber),
      trace_number: BigInt(report.traceNumber),
      operator_id: report.operatorId,
      created_at_ms: BigInt(report.createdAtMs),
      business_day: report.businessDay,
      currency: report.currency,
      gross_minor: BigInt(report.totals.grossMinor),
      discount_minor: BigInt(report.totals.discountMinor),
      tax_minor: BigInt(report.totals.taxMinor),
      due_minor: BigInt(report.totals.dueMinor),
      note: report.note,
      content_hash: stored.contentHash,
      reference_number: stored.referenceNumber,
      received_at_ms: nowMs,
    })),
  );
  await insertRows(
    db,
    'sale_report_lines',
    changes.flatMap(({ report }) =>
      report.lines.map((line, i) => lineRow(merchant_id, report.id, line, i)),
    ),
  );
  await insertRows(
    db,
    'sale_report_tenders',
    changes.flatMap(({ report }) =>
      report.tenders.map((tender, i) => ({
        merchant_id,
        report_id: report.id,
        tender_number: i + 1,
        id: tender.id,
        kind: tender.kind,
        amount_minor: BigInt(tender.amountMinor),
        rounding_minor: tender.kind === 'cash' ? BigInt(tender.roundingMinor) : 0n,
        received_minor: tender.kind === 'cash' ? BigInt(tender.receivedMinor) : 0n,
        change_minor: tender.kind === 'cash' ? BigInt(tender.changeMinor) : 0n,
        payment_id: tender.kind === 'card' ? tender.paymentId : null,
      })),
    ),
  );
}
