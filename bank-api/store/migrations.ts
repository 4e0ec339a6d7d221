import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { CHECKED_BY_INDEX } from './balance-check.ts';
import { CASH_RETURNS } from './cash-return-tables.ts';
import { CHIPS } from './chip-tables.ts';
import type { BankDatabase } from './database.ts';
import { DEFECTIVE_SUCCESS } from './defective-tables.ts';
import { NEXT_DEVICE_KEYS } from './device-key-tables.ts';
import {
  APPEND_ONLY_EVIDENCE,
  ATTEMPTS,
  COUNTED_EVENTS,
  EVIDENCE,
  JOURNALS_COUNTED,
  SOLD_ON_PAPER,
} from './evidence-tables.ts';
import { HOLDS } from './hold-tables.ts';
import { OPERATOR_LISTS, OPERATOR_RIGHTS } from './operator-tables.ts';
import { REPLACEMENT } from './replacement-tables.ts';
import { PROGRAM_HASH } from './program-tables.ts';
import { SETTLEMENT } from './settlement-tables.ts';
import { CARD_SIGNATURES } from './signature-tables.ts';
import { IN_PART } from './partial-tables.ts';
import { FOUND_BY_WHAT_THEY_REPLACE, PAY_LINKS } from './pay-link-tables.ts';
import { PIN_PADS } from './pin-pad-tables.ts';
import { REFUNDS } from './refund-tables.ts';
import { CHECKED_BY_STATEMENT } from './terminal-check.ts';
import { APPROVED_VERSIONS, WITHDRAWN_VERSIONS } from './version-tables.ts';

/**
 * Brings the database to this version, or to that of a migration; every process may call it, one at
 * a time does the work.
 */
export async function migrate(database: BankDatabase, upTo?: string): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(migrations()) },
  });
  const { error, results } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo));
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** Each a list of statements, in the order of their names. */
const STATEMENTS: () => Record<string, readonly string[]> = () => ({
  '001-one-sale': [...PARTIES, ...RECORDS, ...LEDGER, ...EVIDENCE],
  '002-attempts-counted-first': ATTEMPTS,
  '003-largest-batch': LARGEST_BATCH,
  '004-evidence-append-only': [...APPEND_ONLY_EVIDENCE, ...COUNTED_EVENTS],
  '005-balance-checked-by-index': CHECKED_BY_INDEX,
  '006-terminal-checked-by-statement': CHECKED_BY_STATEMENT,
  '007-settlement': SETTLEMENT,
  '008-chips': CHIPS,
  '009-sales-on-paper': SOLD_ON_PAPER,
  '010-withdrawn-versions': WITHDRAWN_VERSIONS,
  '011-operator-lists': OPERATOR_LISTS,
  '012-pin-pads': PIN_PADS,
  '013-terminal-replacement': REPLACEMENT,
  '014-program-hash': PROGRAM_HASH,
  '015-card-signatures': CARD_SIGNATURES,
  '016-next-device-keys': NEXT_DEVICE_KEYS,
  '017-refunds': REFUNDS,
  '018-approval-in-part': IN_PART,
  '019-holds': HOLDS,
  '020-cash-returns': CASH_RETURNS,
  '021-pay-links': PAY_LINKS,
  '022-found-by-what-they-replace': FOUND_BY_WHAT_THEY_REPLACE,
  '023-operator-rights': OPERATOR_RIGHTS,
  '024-defective-success': DEFECTIVE_SUCCESS,
  '025-journals-counted': JOURNALS_COUNTED,
  '026-approved-versions': APPROVED_VERSIONS,
});

function migrations(): Record<string, Migration> {
  const entries = Object.entries(STATEMENTS()).map(([name, statements]) => {
    const up = async (db: Kysely<unknown>) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    };
    return [name, { up }];
  });
  return Object.fromEntries(entries) as Record<string, Migration>;
}

const PARTIES = [
  `create table merchants (
    id text primary key check (length(id) = 15),
    name text not null,
    shop_name text not null,
    mode text not null check (mode in ('demo', 'training', 'live')),
    currency text not null check (length(currency) = 3),
    card_token_key text not null,
    created_at_ms bigint not null)`,
  `create table parameters (
    merchant_id text primary key references merchants,
    version bigint not null check (version > 0),
    body jsonb not null)`,
  `create table operators (
    merchant_id text not null references merchants,
    id text not null,
    name text not null,
    role text not null check (role in ('cashier', 'supervisor')),
    primary key (merchant_id, id))`,
  `create table terminals (
    id text primary key check (length(id) = 8),
    merchant_id text not null references merchants,
    till_number text not null,
    device_key_id text unique,
    device_public_key text,
    key_store_level text,
    app_version text not null default '',
    activation_number bigint not null default 0,
    activated_at_ms bigint,
    batch_number bigint not null default 1 check (batch_number > 0),
    contiguous_up_to bigint not null default 0,
    declared_up_to bigint not null default 0,
    anchor_epoch bigint not null default 0,
    anchor_number bigint not null default 0,
    anchor_hash text not null default repeat('0', 64),
    last_seen_at_ms bigint,
    unique (merchant_id, till_number))`,
  `create table activation_codes (
    code_hash text primary key,
    terminal_id text not null references terminals,
    expires_at_ms bigint not null,
    used_at_ms bigint,
    used_by_key_id text)`,
  `create table activation_failures (at_ms bigint not null, client text not null)`,
  `create index on activation_failures (at_ms)`,
  `create table cards (
    card_hash text primary key,
    id text not null unique,
    masked_number text not null,
    expiry text not null,
    standing text not null check (standing in ('good', 'stolen', 'restricted')),
    verification text not null check (verification in ('none', 'online-pin')),
    pin_hash text not null,
    wrong_pins integer not null default 0 check (wrong_pins >= 0),
    limit_minor bigint not null check (limit_minor >= 0),
    available_minor bigint not null)`,
];

const RECORDS = [
  `create table transactions (
    merchant_id text not null references merchants,
    id uuid not null,
    kind text not null check (kind in ('purchase', 'void')),
    terminal_id text not null references terminals,
    core_hash text,
    sale_id uuid,
    amount_minor bigint not null check (amount_minor >= 0),
    transaction_number bigint,
    batch_number bigint,
    trace_number bigint,
    card_hash text,
    masked_number text not null,
    channel text not null check (channel in ('online', 'stored')),
    state text not null
      check (state in ('approved', 'declined', 'posted', 'refused', 'reversed', 'tombstone')),
    code text not null check (length(code) = 2),
    authorisation_code text not null,
    reference_number text not null,
    supersedes uuid,
    original_id uuid,
    undone_by uuid,
    operator_id text not null,
    created_at_ms bigint not null,
    primary key (merchant_id, id),
    check (core_hash is not null or state = 'tombstone'))`,
  `create index on transactions (merchant_id, sale_id)`,
  `create table series_numbers (
    merchant_id text not null,
    terminal_id text not null,
    number bigint not null check (number > 0),
    batch_number bigint,
    trace_number bigint,
    record_id uuid not null,
    record_kind text not null check (record_kind in ('payment', 'sale-report', 'void-number')),
    primary key (merchant_id, terminal_id, number),
    unique (merchant_id, terminal_id, batch_number, trace_number),
    unique (merchant_id, record_id))`,
  `create table sale_reports (
    merchant_id text not null references merchants,
    id uuid not null,
    sale_id uuid not null,
    sale_number text not null,
    terminal_id text not null references terminals,
    transaction_number bigint not null,
    batch_number bigint not null,
    trace_number bigint not null,
    operator_id text not null,
    created_at_ms bigint not null,
    business_day date not null,
    currency text not null,
    gross_minor bigint not null check (gross_minor >= 0),
    discount_minor bigint not null check (discount_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    due_minor bigint not null check (due_minor >= 0),
    note text not null,
    content_hash text not null,
    reference_number text not null,
    received_at_ms bigint not null,
    primary key (merchant_id, id),
    unique (merchant_id, sale_id))`,
  `create table sale_report_lines (
    merchant_id text not null,
    report_id uuid not null,
    line_number integer not null,
    line_id text not null,
    product_id text not null,
    barcode text not null,
    name_zh text not null,
    name_en text not null,
    unit text not null,
    quantity_milli bigint not null check (quantity_milli > 0),
    unit_price_minor bigint not null,
    tax_basis_points integer not null,
    discount_minor bigint not null,
    sale_discount_minor bigint not null,
    amount_minor bigint not null,
    tax_minor bigint not null,
    note text not null,
    primary key (merchant_id, report_id, line_number))`,
  `create table sale_report_tenders (
    merchant_id text not null,
    report_id uuid not null,
    tender_number integer not null,
    id uuid not null,
    kind text not null check (kind in ('cash', 'card')),
    amount_minor bigint not null check (amount_minor > 0),
    rounding_minor bigint not null,
    received_minor bigint not null,
    change_minor bigint not null,
    payment_id uuid,
    primary key (merchant_id, report_id, tender_number))`,
  `create table void_numbers (
    merchant_id text not null,
    id uuid not null,
    terminal_id text not null,
    transaction_number bigint not null,
    reason text not null,
    received_at_ms bigint not null,
    primary key (merchant_id, id))`,
];

/**
 * The ledger can only grow. A posting is written in one statement and must balance within it; rows
 * cannot be changed or taken out, by right and by trigger, so that not even the server's own role
 * can rewrite what was booked.
 */
const LEDGER = [
  `create table postings (
    merchant_id text not null,
    id text not null,
    kind text not null check (kind in ('purchase', 'fee', 'void', 'void-fee', 'reversal',
      'reversal-fee', 'cash-sale', 'funding')),
    record_id text not null,
    created_at_ms bigint not null,
    primary key (merchant_id, id),
    check (id = record_id || ':' || kind))`,
  `create index on postings (merchant_id, record_id)`,
  `create table ledger_entries (
    merchant_id text not null,
    posting_id text not null,
    line_number integer not null,
    account text not null,
    debit_minor bigint not null check (debit_minor >= 0),
    credit_minor bigint not null check (credit_minor >= 0),
    primary key (merchant_id, posting_id, line_number),
    check ((debit_minor = 0) <> (credit_minor = 0)))`,
  `create index on ledger_entries (account)`,
  `create view accounts as
    select account as code, split_part(account, ':', 1) as kind,
      sum(debit_minor)::bigint as debit_minor, sum(credit_minor)::bigint as credit_minor,
      (sum(credit_minor) - sum(debit_minor))::bigint as balance_minor
    from ledger_entries group by account`,
  `create function refuse_unbalanced() returns trigger language plpgsql as $$
    begin
      if exists (
        select from fresh group by merchant_id, posting_id
        having sum(debit_minor) <> sum(credit_minor) or count(*) < 2 or min(line_number) <> 1)
      then
        raise exception 'a posting does not balance' using errcode = '23514';
      end if;
      if exists (
        select from fresh left join postings p
          on p.merchant_id = fresh.merchant_id and p.id = fresh.posting_id
        where p.id is null)
      then
        raise exception 'an entry without its posting' using errcode = '23503';
      end if;
      return null;
    end $$`,
  `create trigger balanced after insert on ledger_entries
    referencing new table as fresh for each statement execute function refuse_unbalanced()`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger is append-only' using errcode = '42501';
    end $$`,
  ...['postings', 'ledger_entries'].flatMap((table) => [
    `create trigger append_only before update or delete or truncate on ${table}
      for each statement execute function refuse_change()`,
    `revoke update, delete, truncate on ${table} from public, current_user`,
  ]),
];

/** A new version of the parameters, so that tills take it over at their next sign-on (P15). */
const LARGEST_BATCH = [
  `update parameters set version = version + 1,
     body = body || jsonb_build_object('mostRecordsPerBatch', 1000, 'version', version + 1)`,
];
