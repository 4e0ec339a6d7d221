import type { Selectable } from 'kysely';
import { minor } from '../../shared/domain/money.ts';
import { traceKey } from '../domain/records.ts';
import type { CardAccount } from '../domain/records.ts';
import type { LinkBooks, LinkCore, StoredPayLink } from '../domain/pay-links.ts';
import { paymentFromRow } from './book-rows.ts';
import { cardFrom } from './card-questions.ts';
import type { BankDatabase, BankTransaction } from './database.ts';
import type { BankTables } from './schema.ts';

type LinkRow = Selectable<BankTables['pay_links']>;

function linkFromRow(row: LinkRow): StoredPayLink {
  return {
    core: {
      kind: 'purchase',
      id: row.id,
      saleId: row.sale_id,
      amountMinor: minor(Number(row.amount_minor)),
      currency: row.currency,
      terminalId: row.terminal_id,
      merchantId: row.merchant_id,
      transactionNumber: Number(row.transaction_number),
      batchNumber: Number(row.batch_number),
      traceNumber: Number(row.trace_number),
      sealedCard: '',
      supersedes: row.supersedes,
    },
    coreHash: row.core_hash,
    operatorId: row.operator_id,
    madeAtMs: Number(row.made_at_ms),
    expiresAtMs: Number(row.expires_at_ms),
    state: row.state,
    closedAtMs: row.closed_at_ms === null ? null : Number(row.closed_at_ms),
    formsUsed: row.forms_used,
  };
}

/** By the hash of what stands in its address. */
export async function findLink(db: BankDatabase, codeHash: string): Promise<StoredPayLink | null> {
  const row = await db
    .selectFrom('pay_links')
    .selectAll()
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
  return row === undefined ? null : linkFromRow(row);
}

export async function shopNameOf(db: BankDatabase, merchantId: string): Promise<string> {
  const { shop_name } = await db
    .selectFrom('merchants')
    .select('shop_name')
    .where('id', '=', merchantId)
    .executeTakeFirstOrThrow();
  return shop_name;
}

/** What a rule about this link must see; the caller holds the terminal's lock. */
export async function readLinkBooks(
  db: BankTransaction,
  { id, saleId, supersedes, merchantId, terminalId, ...numbers }: LinkCore,
): Promise<Pick<LinkBooks, 'links' | 'payments' | 'numbers' | 'traces'>> {
  const links = await db
    .selectFrom('pay_links')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where((where) => where.or([where('id', '=', id), where('supersedes', '=', supersedes)]))
    .execute();
  const payments = await db
    .selectFrom('transactions')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where((where) => where.or([where('id', '=', id), where('sale_id', '=', saleId)]))
    .execute();
  const taken = await db
    .selectFrom('series_numbers')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where((where) =>
      where.or([
        where('number', '=', BigInt(numbers.transactionNumber)),
        where.and([
          where('batch_number', '=', BigInt(numbers.batchNumber)),
          where('trace_number', '=', BigInt(numbers.traceNumber)),
        ]),
      ]),
    )
    .execute();
  return {
    links: new Map(links.map((row) => [row.id, linkFromRow(row)])),
    payments: new Map(payments.map((row) => [row.id, paymentFromRow(row)])),
    numbers: new Map(taken.map((row) => [Number(row.number), row.record_id])),
    traces: new Map(
      taken.flatMap(({ batch_number, trace_number, record_id }) =>
        batch_number === null || trace_number === null
          ? []
          : [[traceKey(Number(batch_number), Number(trace_number)), record_id] as const],
      ),
    ),
  };
}

/** The account behind a test card, locked to the end of the transaction. */
export async function lockCard(
  db: BankTransaction,
  cardId: string,
  nowMs: number,
): Promise<{ readonly account: CardAccount; readonly maskedNumber: string } | null> {
  const row = await db
    .selectFrom('cards')
    .selectAll()
    .where('id', '=', cardId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  const held = await db
    .selectFrom('card_holds')
    .select((select) => select.fn.sum<string | null>('amount_minor').as('minor'))
    .where('card_hash', '=', row.card_hash)
    .where('lapses_at_ms', '>', BigInt(nowMs))
    .executeTakeFirst();
  const heldMinor = BigInt(held?.minor ?? 0);
  return { account: cardFrom(row, heldMinor), maskedNumber: row.masked_number };
}

export async function writeLink(
  db: BankTransaction,
  { core, ...link }: StoredPayLink,
  codeHash: string,
): Promise<void> {
  const changing = {
    state: link.state,
    closed_at_ms: link.closedAtMs === null ? null : BigInt(link.closedAtMs),
    forms_used: link.formsUsed,
  };
  await db
    .insertInto('pay_links')
    .values({
      merchant_id: core.merchantId,
      id: core.id,
      terminal_id: core.terminalId,
      core_hash: link.coreHash,
      sale_id: core.saleId,
      amount_minor: BigInt(core.amountMinor),
      currency: core.currency,
      transaction_number: BigInt(core.transactionNumber),
      batch_number: BigInt(core.batchNumber),
      trace_number: BigInt(core.traceNumber),
      supersedes: core.supersedes,
      operator_id: link.operatorId,
      code_hash: codeHash,
      made_at_ms: BigInt(link.madeAtMs),
      expires_at_ms: BigInt(link.expiresAtMs),
      ...changing,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'id']).doUpdateSet(changing))
    .execute();
}
