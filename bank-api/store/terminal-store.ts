import { sql } from 'kysely';
import type { PublicKeyJwk, Watermark } from '../../shared/contracts/bank-api.ts';
import type { TerminalParameters } from '../../shared/domain/parameters.ts';
import { present } from '../../shared/lib/assert.ts';
import {
  NO_ANCHOR,
  judgeAnchor,
  type AnchorHead,
  type AnchorVerdict,
} from '../domain/journal-anchor.ts';
import type { SecurityEventKind } from '../domain/records.ts';
import { contiguousRun, watermarkOf } from '../domain/watermark.ts';
import { insertRows } from './bulk.ts';
import type { BankDatabase, BankTransaction } from './database.ts';

/** The terminal behind a signed request. */
export interface KnownTerminal {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly devicePublicKey: string;
}

/** By the key's thumbprint or the terminal's id, whichever the till put into `keyid`. */
export async function findTerminalByKeyId(
  db: BankDatabase,
  keyId: string,
): Promise<KnownTerminal | null> {
  const row = await db
    .selectFrom('terminals')
    .innerJoin('merchants', 'merchants.id', 'terminals.merchant_id')
    .select(['terminals.id', 'merchant_id', 'currency', 'device_public_key'])
    .where((where) =>
      where.or([where('device_key_id', '=', keyId), where('terminals.id', '=', keyId)]),
    )
    .executeTakeFirst();
  if (row === undefined || row.device_public_key === null) return null;
  const { id: terminalId, merchant_id: merchantId, currency, device_public_key } = row;
  return { terminalId, merchantId, currency, devicePublicKey: device_public_key };
}

/**
 * One piece of work per terminal at a time: a till is one device with one series (P2, F17). Who
 * waits longer than `waitMs` for the one before is told so (A13): the till has stopped listening.
 */
export async function lockTerminal(
  db: BankTransaction,
  terminalId: string,
  waitMs: number,
): Promise<void> {
  await sql`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`.execute(db);
  await db.selectFrom('terminals').select('id').where('id', '=', terminalId).forUpdate().execute();
}

export async function roleOf(
  db: BankDatabase,
  merchantId: string,
  operatorId: string,
): Promise<'cashier' | 'supervisor' | null> {
  const row = await db
    .selectFrom('operators')
    .select('role')
    .where('merchant_id', '=', merchantId)
    .where('id', '=', operatorId)
    .executeTakeFirst();
  return row?.role ?? null;
}

export async function recordSecurityEvent(
  db: BankDatabase,
  event: {
    readonly kind: SecurityEventKind;
    readonly atMs: number;
    readonly merchantId?: string | null;
    readonly terminalId?: string | null;
    readonly detail: string;
  },
): Promise<void> {
  await db
    .insertInto('security_events')
    .values({
      at_ms: BigInt(event.atMs),
      kind: event.kind,
      merchant_id: event.merchantId ?? null,
      terminal_id: event.terminalId ?? null,
      detail: eventText(event.detail),
      source: null,
      period: null,
      times: 1n,
      last_at_ms: BigInt(event.atMs),
    })
    .execute();
}

const EVENT_PERIOD_MS = 60 * 60 * 1000;

/** Of callers that no key vouches for: the first of each source, kind and hour in words, then counted. */
export async function countSecurityEvent(
  db: BankDatabase,
  event: {
    readonly kind: SecurityEventKind;
    readonly atMs: number;
    readonly source: string;
    readonly detail: string;
  },
): Promise<void> {
  const { kind, atMs } = event;
  await db
    .insertInto('security_events')
    .values({
      at_ms: BigInt(atMs),
      kind,
      merchant_id: null,
      terminal_id: null,
      detail: eventText(event.detail),
      source: eventText(event.source),
      period: BigInt(Math.floor(atMs / EVENT_PERIOD_MS)),
      times: 1n,
      last_at_ms: BigInt(atMs),
    })
    .onConflict((conflict) =>
      conflict.columns(['source', 'kind', 'period']).doUpdateSet({
        times: sql<bigint>`security_events.times + 1`,
        last_at_ms: BigInt(atMs),
      }),
    )
    .execute();
}

function eventText(text: string): string {
  return text.replace(/\0/g, '').slice(0, 500);
}

/** Keeps the highest declaration: a late message must not take an earlier promise back. */
export async function declareDelivered(
  db: BankDatabase,
  terminalId: string,
  deliveredUpTo: number,
  nowMs: number,
): Promise<void> {
  await db
    .updateTable('terminals')
    .set({
      declared_up_to: sql<bigint>`greatest(declared_up_to, ${deliveredUpTo}::bigint)`,
      last_seen_at_ms: BigInt(nowMs),
    })
    .where('id', '=', terminalId)
    .execute();
}

/** Most numbers above the gapless run that one answer looks at. */
const WATERMARK_WINDOW = 20_000;

/** P2. Moves the stored end of the gapless run on, so that the next look starts there. */
export async function readWatermark(db: BankDatabase, terminalId: string): Promise<Watermark> {
  const terminal = await db
    .selectFrom('terminals')
    .select(['merchant_id', 'contiguous_up_to', 'declared_up_to'])
    .where('id', '=', terminalId)
    .executeTakeFirstOrThrow();
  const start = Number(terminal.contiguous_up_to);
  const inSeries = db
    .selectFrom('series_numbers')
    .where('merchant_id', '=', terminal.merchant_id)
    .where('terminal_id', '=', terminalId)
    .where('number', '>', terminal.contiguous_up_to);
  const rows = await inSeries.select('number').orderBy('number').limit(WATERMARK_WINDOW).execute();
  const present_ = rows.map((row) => Number(row.number));
  const end = contiguousRun(start, present_);
  if (end > start) {
    await db
      .updateTable('terminals')
      .set({ contiguous_up_to: BigInt(end) })
      .where('id', '=', terminalId)
      .where('contiguous_up_to', '<', BigInt(end))
      .execute();
    if (rows.length === WATERMARK_WINDOW) return readWatermark(db, terminalId);
  }
  const above = present_.filter((number) => number > end);
  const mark = watermarkOf(end, above, Number(terminal.declared_up_to));
  if (rows.length < WATERMARK_WINDOW) return mark;
  const top = await inSeries.select((get) => get.fn.max('number').as('top')).executeTakeFirst();
  return { ...mark, highest: Number(top?.top ?? mark.highest) };
}

export async function readAnchor(db: BankDatabase, terminalId: string): Promise<AnchorHead> {
  const row = await db
    .selectFrom('terminals')
    .select(['anchor_epoch', 'anchor_number', 'anchor_hash'])
    .where('id', '=', terminalId)
    .executeTakeFirst();
  if (row === undefined) return NO_ANCHOR;
  return {
    epoch: Number(row.anchor_epoch),
    number: Number(row.anchor_number),
    hash: row.anchor_hash,
  };
}

/** Runs under the terminal's lock. */
export async function extendAnchor(
  db: BankTransaction,
  merchantId: string,
  terminalId: string,
  journal: Parameters<typeof judgeAnchor>[1],
): Promise<AnchorVerdict> {
  const head = await readAnchor(db, terminalId);
  const activation = await db
    .selectFrom('terminals')
    .select('activation_number')
    .where('id', '=', terminalId)
    .executeTakeFirstOrThrow();
  const { activation_number } = activation;
  const rows = await db
    .selectFrom('journal_anchors')
    .select(['number', 'hash'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('activation_number', '=', activation_number)
    .where('epoch', '=', BigInt(head.epoch))
    .where('number', '>=', BigInt(journal.from))
    .limit(journal.hashes.length)
    .orderBy('number')
    .execute();
  const known = new Map(rows.map((row) => [Number(row.number), row.hash]));
  const verdict = judgeAnchor(head, journal, (number) => known.get(number));
  const { added, anchor } = verdict;
  if (added.hashes.length === 0) return verdict;
  await insertRows(
    db,
    'journal_anchors',
    added.hashes.map((hash, i) => ({
      merchant_id: merchantId,
      terminal_id: terminalId,
      activation_number,
      epoch: BigInt(added.epoch),
      number: BigInt(added.from + i),
      hash,
    })),
  );
  await db
    .updateTable('terminals')
    .set({
      anchor_epoch: BigInt(anchor.epoch),
      anchor_number: BigInt(anchor.number),
      anchor_hash: anchor.hash,
    })
    .where('id', '=', terminalId)
    .execute();
  return verdict;
}

export async function readParameters(
  db: BankDatabase,
  merchantId: string,
): Promise<TerminalParameters> {
  const row = await db
    .selectFrom('parameters')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .executeTakeFirst();
  return present(row, `parameters of merchant ${merchantId}`).body;
}

/** The host's batch number wins, upwards only (P21): the higher of both, kept. */
export async function agreeBatchNumber(
  db: BankDatabase,
  terminalId: string,
  till: { readonly batchNumber: number; readonly appVersion: string },
): Promise<number> {
  const row = await db
    .updateTable('terminals')
    .set({
      batch_number: sql<bigint>`greatest(batch_number, ${till.batchNumber}::bigint)`,
      app_version: till.appVersion,
    })
    .where('id', '=', terminalId)
    .returning('batch_number')
    .executeTakeFirstOrThrow();
  return Number(row.batch_number);
}

export function asJwk(text: string): PublicKeyJwk {
  return JSON.parse(text) as PublicKeyJwk;
}
