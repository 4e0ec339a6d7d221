import { sql } from 'kysely';
import type { Books, CardAccount, StoredPayment } from '../domain/records.ts';
import { traceKey } from '../domain/records.ts';
import { paymentFromRow } from './book-rows.ts';
import type { BankTransaction } from './database.ts';
import type { BankTables } from './schema.ts';

/** Which part of the books a piece of work needs to see. */
export interface Scope {
  readonly paymentIds: readonly string[];
  readonly cardHashes: readonly string[];
  readonly numbers: readonly number[];
  readonly traces: readonly { readonly batchNumber: number; readonly traceNumber: number }[];
  readonly reportIds: readonly string[];
  readonly saleIds: readonly string[];
  readonly voidIds: readonly string[];
}

type TakenNumber = Pick<
  BankTables['series_numbers'],
  'number' | 'batch_number' | 'trace_number' | 'record_id'
>;

type LoadedBooks = Pick<
  Books,
  'payments' | 'cards' | 'numbers' | 'traces' | 'reports' | 'reportedSales' | 'voidNumbers'
>;

/**
 * Loads a slice under the terminal's lock. Cards are locked in one order, whatever the order of
 * the work: two tills with the same two cards can wait for each other no longer than needed.
 */
export async function loadBooks(
  db: BankTransaction,
  merchantId: string,
  terminalId: string,
  scope: Scope,
): Promise<LoadedBooks> {
  const payments = await loadPayments(db, merchantId, scope.paymentIds);
  const known = [...payments.values()].flatMap((payment) => payment.cardHash ?? []);
  const cards = await lockCards(db, [...new Set([...scope.cardHashes, ...known])]);
  const numbers = new Map<number, string>();
  const traces = new Map<string, string>();
  if (scope.numbers.length > 0) {
    // Two look-ups by index; as one with `or` it would read every number the terminal ever used.
    const batches = scope.traces.map((at) => at.batchNumber);
    const traceNumbers = scope.traces.map((at) => at.traceNumber);
    const { rows: taken } = await sql<TakenNumber>`
      select number, batch_number, trace_number, record_id from series_numbers
      where merchant_id = ${merchantId} and terminal_id = ${terminalId}
        and number = any(${scope.numbers}::bigint[])
      union
      select number, s.batch_number, s.trace_number, record_id
      from unnest(${batches}::bigint[], ${traceNumbers}::bigint[])
        as wanted(batch_number, trace_number)
      join series_numbers s on s.merchant_id = ${merchantId} and s.terminal_id = ${terminalId}
        and s.batch_number = wanted.batch_number and s.trace_number = wanted.trace_number`.execute(
      db,
    );
    for (const row of taken) {
      numbers.set(Number(row.number), row.record_id);
      if (row.batch_number !== null && row.trace_number !== null) {
        traces.set(traceKey(Number(row.batch_number), Number(row.trace_number)), row.record_id);
      }
    }
  }
  return { payments, cards, numbers, traces, ...(await loadReports(db, merchantId, scope)) };
}

/** The payments with these ids, and the originals of the voids among them (a void may be undone). */
async function loadPayments(
  db: BankTransaction,
  merchantId: string,
  ids: readonly string[],
): Promise<Map<string, StoredPayment>> {
  const payments = new Map<string, StoredPayment>();
  let wanted = [...new Set(ids)];
  while (wanted.length > 0) {
    const rows = await db
      .selectFrom('transactions')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('id', '=', sql<string>`any(${wanted}::uuid[])`)
      .execute();
    for (const row of rows) payments.set(row.id, paymentFromRow(row));
    wanted = rows.flatMap((row) =>
      row.original_id !== null &&
      !payments.has(row.original_id) &&
      !wanted.includes(row.original_id)
        ? [row.original_id]
        : [],
    );
  }
  return payments;
}

async function lockCards(
  db: BankTransaction,
  cardHashes: readonly string[],
): Promise<Map<string, CardAccount>> {
  if (cardHashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('cards')
    .selectAll()
    .where('card_hash', '=', sql<string>`any(${cardHashes}::text[])`)
    .orderBy('card_hash')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      row.card_hash,
      {
        cardHash: row.card_hash,
        id: row.id,
        expiry: row.expiry,
        standing: row.standing,
        verification: row.verification,
        pinHash: row.pin_hash,
        wrongPins: row.wrong_pins,
        limitMinor: row.limit_minor,
        availableMinor: row.available_minor,
      },
    ]),
  );
}

async function loadReports(
  db: BankTransaction,
  merchantId: string,
  { reportIds, saleIds, voidIds }: Scope,
): Promise<Pick<LoadedBooks, 'reports' | 'reportedSales' | 'voidNumbers'>> {
  const loaded = { reports: new Map(), reportedSales: new Map(), voidNumbers: new Map() };
  if (reportIds.length > 0) {
    const rows = await db
      .selectFrom('sale_reports')
      .select(['id', 'sale_id', 'content_hash', 'reference_number'])
      .where('merchant_id', '=', merchantId)
      .where((where) =>
        where.or([
          where('id', '=', sql<string>`any(${reportIds}::uuid[])`),
          where('sale_id', '=', sql<string>`any(${saleIds}::uuid[])`),
        ]),
      )
      .execute();
    for (const { id, content_hash, reference_number, sale_id } of rows) {
      loaded.reports.set(id, { id, contentHash: content_hash, referenceNumber: reference_number });
      loaded.reportedSales.set(sale_id, id);
    }
  }
  if (voidIds.length > 0) {
    const rows = await db
      .selectFrom('void_numbers')
      .select(['id', 'transaction_number'])
      .where('merchant_id', '=', merchantId)
      .where('id', '=', sql<string>`any(${voidIds}::uuid[])`)
      .execute();
    for (const row of rows) loaded.voidNumbers.set(row.id, Number(row.transaction_number));
  }
  return loaded;
}
