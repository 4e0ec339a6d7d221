import { sql } from 'kysely';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { VersionRefusal } from '../../shared/contracts/program-version.ts';
import type { TerminalParameters } from '../../shared/domain/parameters.ts';
import { present } from '../../shared/lib/assert.ts';
import type { OperatorRole } from '../../shared/domain/operators.ts';
import { MOST_OPENED_ALONE } from '../domain/batch-number.ts';
import type { SecurityEventKind } from '../domain/records.ts';
import { arraysOf, rowsAs, template } from './bulk.ts';
import type { BankDatabase, BankTransaction } from './database.ts';
import { askOnce, type Statement } from './journey.ts';
import type { BankTables } from './schema.ts';
import { SharedQuestion } from './shared-question.ts';
import { VERSION_OF_TERMINAL, VERSION_REFUSAL } from './version-tables.ts';

/** The terminal behind a signed request. */
export interface KnownTerminal {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly devicePublicKey: string;
  /** The one that it may sign with from now on; null: none was brought (P25). */
  readonly nextPublicKey: string | null;
  /** Why the program that it signed on with last may not sell by card (P29); null: it may. */
  readonly versionRefusal: VersionRefusal | null;
}

type TerminalRow = Pick<
  BankTables['terminals'],
  'id' | 'merchant_id' | 'device_key_id' | 'device_public_key' | 'next_device_public_key'
> & { currency: string; version_refusal: VersionRefusal | null };

const terminalsNamed = template(
  () => sql<TerminalRow>`select t.id, t.merchant_id, m.currency, t.device_key_id,
      t.device_public_key, t.next_device_public_key, ${VERSION_REFUSAL} as version_refusal
    from terminals t join merchants m on m.id = t.merchant_id
    ${VERSION_OF_TERMINAL}
    where t.device_key_id = any(${'{}'}::text[]) or t.id = any(${'{}'}::text[])`,
);

/** By the key's thumbprint or the terminal's id, whichever the till put into `keyid`. */
export function terminalsByKeyId(db: BankDatabase): SharedQuestion<string, KnownTerminal | null> {
  return new SharedQuestion(async (keyIds) => {
    const wanted = arraysOf(
      ['keyId'],
      keyIds.map((keyId) => ({ keyId })),
    );
    const found = new Map<string, KnownTerminal>();
    for (const row of await askOnce(db, terminalsNamed(wanted, wanted))) {
      const { id: terminalId, merchant_id: merchantId, currency, device_public_key } = row;
      if (device_public_key === null || row.device_key_id === null) continue;
      const terminal = {
        terminalId,
        merchantId,
        currency,
        devicePublicKey: device_public_key,
        nextPublicKey: row.next_device_public_key,
        versionRefusal: row.version_refusal,
      };
      found.set(terminalId, terminal).set(row.device_key_id, terminal);
    }
    return (keyId) => found.get(keyId) ?? null;
  });
}

/** A key names its terminal (P26): with two of them nobody could tell which one has signed. */
export async function isKeyOfAnother(
  db: BankTransaction,
  terminalId: string,
  keyId: string,
): Promise<boolean> {
  const other = await db
    .selectFrom('terminals')
    .select('id')
    .where((where) =>
      where.or([where('device_key_id', '=', keyId), where('next_device_key_id', '=', keyId)]),
    )
    .where('id', '!=', terminalId)
    .executeTakeFirst();
  return other !== undefined;
}

/** Whoever brings one of them from now on is told that it is wrong or too old (P25). */
export async function forgetUnusedCodes(db: BankTransaction, terminalId: string): Promise<void> {
  await db
    .deleteFrom('activation_codes')
    .where('terminal_id', '=', terminalId)
    .where('used_at_ms', 'is', null)
    .execute();
}

export interface Operator {
  readonly merchantId: string;
  readonly operatorId: string;
}

const OPERATOR_TYPES = { merchantId: 'text', operatorId: 'text' } as const;

const roles = template(
  () => sql<Operator & { role: OperatorRole }>`
    select merchant_id as "merchantId", id as "operatorId", role from operators
    where (merchant_id, id) in (
      select "merchantId", "operatorId" from ${rowsAs('wanted', OPERATOR_TYPES)})`,
);

/** The roles of those whom their merchant has. */
export function roleQuestion(
  operators: readonly Operator[],
): Statement<Operator & { role: OperatorRole }> {
  return roles(arraysOf(['merchantId', 'operatorId'], operators));
}

/** Null for whom the merchant does not have. */
export async function roleOf(db: BankDatabase, operator: Operator): Promise<OperatorRole | null> {
  const [found] = await askOnce(db, roleQuestion([operator]));
  return found?.role ?? null;
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

/** `agreedBatch`, in the statement that keeps it. */
export async function agreeBatchNumber(
  db: BankDatabase,
  terminalId: string,
  till: {
    readonly batchNumber: number;
    readonly appVersion: string;
    readonly lastTransactionNumber: number;
  },
): Promise<number> {
  const row = await db
    .updateTable('terminals')
    .set({
      batch_number: sql<bigint>`case
        when ${till.batchNumber}::bigint between batch_number
          and batch_number + ${MOST_OPENED_ALONE}::bigint
        then ${till.batchNumber}::bigint else batch_number end`,
      app_version: till.appVersion,
      last_transaction_number: sql<bigint>`greatest(last_transaction_number,
        ${till.lastTransactionNumber}::bigint)`,
    })
    .where('id', '=', terminalId)
    .returning('batch_number')
    .executeTakeFirstOrThrow();
  return Number(row.batch_number);
}

export function asJwk(text: string): PublicKeyJwk {
  return JSON.parse(text) as PublicKeyJwk;
}
