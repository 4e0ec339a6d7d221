import { sql } from 'kysely';
import { minor } from '../../shared/domain/money.ts';
import type { BatchRecord } from '../../shared/domain/settlement-records.ts';
import type { Settled, SettlementView, StandingRecord } from '../domain/settlement.ts';
import { postingStatements } from './books-writer.ts';
import type { BankTransaction } from './database.ts';
import type { KnownTerminal } from './terminal-store.ts';

interface RecordRow {
  readonly id: string;
  readonly kind: BatchRecord['kind'];
  readonly amountMinor: bigint;
  readonly batchNumber: bigint;
}

function recordOfRow({ id, kind, amountMinor, batchNumber }: RecordRow): BatchRecord {
  return {
    id,
    kind,
    amountMinor: minor(Number(amountMinor)),
    batchNumber: Number(batchNumber),
  };
}

/** No payment of this till is booked, and nothing of its day end moves, while it is judged (P23). */
async function lockTerminal(db: BankTransaction, { terminalId }: KnownTerminal): Promise<void> {
  await sql`select from terminals where id = ${terminalId} for update`.execute(db);
}

/** What a portion is put behind: no books, since a day of a thousand records comes in many. */
export async function readUpload(
  db: BankTransaction,
  terminal: KnownTerminal,
  settlementId: string,
): Promise<{ readonly terminalId: string; readonly uploaded: number } | null> {
  await lockTerminal(db, terminal);
  const row = await db
    .selectFrom('settlements')
    .leftJoin('settlement_uploads as record', (join) =>
      join
        .onRef('record.merchant_id', '=', 'settlements.merchant_id')
        .onRef('record.settlement_id', '=', 'settlements.id'),
    )
    .select(({ fn }) => ['terminal_id', fn.count<bigint>('record.position').as('uploaded')])
    .where('settlements.merchant_id', '=', terminal.merchantId)
    .where('id', '=', settlementId)
    .groupBy('terminal_id')
    .executeTakeFirst();
  return row === undefined ? null : { terminalId: row.terminal_id, uploaded: Number(row.uploaded) };
}

export async function readSettlement(
  db: BankTransaction,
  terminal: KnownTerminal,
  settlementId: string,
): Promise<SettlementView> {
  await lockTerminal(db, terminal);
  const { merchantId, terminalId, currency } = terminal;
  const known = await db
    .selectFrom('settlements')
    .select(['terminal_id', 'batch_number', 'settled_at_ms'])
    .where('merchant_id', '=', merchantId)
    .where('id', '=', settlementId)
    .executeTakeFirst();
  const last = await db
    .selectFrom('settlements')
    .select(({ fn }) => fn.max('batch_number').as('highest'))
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('settled_at_ms', 'is not', null)
    .executeTakeFirst();
  const uploaded = await recordsIn(db, 'settlement_uploads', merchantId, settlementId);
  const isSettled = known !== undefined && known.settled_at_ms !== null;
  const settledWith = isSettled
    ? await recordsIn(db, 'settled_records', merchantId, settlementId)
    : null;
  // Of one that is settled only what is held against it record by record matters (its end message).
  const standing =
    isSettled && uploaded.length === 0 ? [] : await readStanding(db, merchantId, terminalId);
  return {
    merchantId,
    currency,
    known:
      known === undefined
        ? null
        : {
            terminalId: known.terminal_id,
            batchNumber: Number(known.batch_number),
            settledWith,
          },
    lastSettledBatch: Number(last?.highest ?? 0),
    standing,
    uploaded,
  };
}

async function recordsIn(
  db: BankTransaction,
  table: 'settlement_uploads' | 'settled_records',
  merchantId: string,
  settlementId: string,
): Promise<BatchRecord[]> {
  const { rows } = await sql<RecordRow>`
    select record_id as id, kind, amount_minor as "amountMinor", batch_number as "batchNumber"
    from ${sql.table(table)}
    where merchant_id = ${merchantId} and settlement_id = ${settlementId}
    order by position`.execute(db);
  return rows.map(recordOfRow);
}

/** Found by its numbers: a payment that was only ever a tombstone has none, and never counts. */
export async function readStanding(
  db: BankTransaction,
  merchantId: string,
  terminalId: string,
): Promise<StandingRecord[]> {
  const { rows } = await sql<RecordRow & { readonly settled: boolean }>`
    select t.id, t.kind, t.amount_minor as "amountMinor", t.batch_number as "batchNumber",
      r.record_id is not null as settled
    from series_numbers s
    join transactions t on t.merchant_id = s.merchant_id and t.id = s.record_id
    left join settled_records r on r.merchant_id = t.merchant_id and r.record_id = t.id
    where s.merchant_id = ${merchantId} and s.terminal_id = ${terminalId}
      and s.record_kind = 'payment' and t.core_hash is not null
      and (t.state in ('approved', 'posted') or (t.state = 'reversed' and exists (
        select from transactions v where v.merchant_id = t.merchant_id and v.id = t.undone_by
          and v.kind = 'void' and v.state in ('approved', 'posted'))))
    order by s.number`.execute(db);
  return rows.map((row) => ({ ...recordOfRow(row), settled: row.settled }));
}

export async function openSettlement(
  db: BankTransaction,
  { merchantId, terminalId }: KnownTerminal,
  opened: {
    readonly settlementId: string;
    readonly batchNumber: number;
    readonly operatorId: string;
  },
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('settlements')
    .values({
      merchant_id: merchantId,
      id: opened.settlementId,
      terminal_id: terminalId,
      batch_number: BigInt(opened.batchNumber),
      operator_id: opened.operatorId,
      opened_at_ms: BigInt(nowMs),
      settled_at_ms: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Paid out, marked and numbered on in one commit (I1). */
export async function closeSettlement(
  db: BankTransaction,
  { merchantId, terminalId }: KnownTerminal,
  settlementId: string,
  { records, posting }: Settled,
  closed: { readonly nextBatchNumber: number; readonly nowMs: number },
): Promise<void> {
  const { nextBatchNumber, nowMs } = closed;
  await db
    .updateTable('settlements')
    .set({ settled_at_ms: BigInt(nowMs) })
    .where('merchant_id', '=', merchantId)
    .where('id', '=', settlementId)
    .execute();
  await insertRecords(db, 'settled_records', merchantId, settlementId, records, 0);
  await db
    .updateTable('terminals')
    .set({ batch_number: sql<bigint>`greatest(batch_number, ${nextBatchNumber}::bigint)` })
    .where('id', '=', terminalId)
    .execute();
  if (posting === null) return;
  for (const statement of postingStatements([{ merchantId, nowMs, posting }])) {
    if (statement !== null) await db.executeQuery(statement);
  }
}

/** From `first` on anew: a portion that comes again replaces what it overlaps. */
export async function writeUpload(
  db: BankTransaction,
  merchantId: string,
  settlementId: string,
  first: number,
  records: readonly BatchRecord[],
): Promise<void> {
  await db
    .deleteFrom('settlement_uploads')
    .where('merchant_id', '=', merchantId)
    .where('settlement_id', '=', settlementId)
    .where('position', '>=', first)
    .execute();
  await insertRecords(db, 'settlement_uploads', merchantId, settlementId, records, first);
}

const AT_ONCE = 1000;

async function insertRecords(
  db: BankTransaction,
  table: 'settlement_uploads' | 'settled_records',
  merchantId: string,
  settlementId: string,
  records: readonly BatchRecord[],
  first: number,
): Promise<void> {
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const rows = records.slice(from, from + AT_ONCE).map((record, i) => ({
      merchant_id: merchantId,
      settlement_id: settlementId,
      position: first + from + i,
      record_id: record.id,
      kind: record.kind,
      amount_minor: BigInt(record.amountMinor),
      batch_number: BigInt(record.batchNumber),
    }));
    await db.insertInto(table).values(rows).execute();
  }
}
