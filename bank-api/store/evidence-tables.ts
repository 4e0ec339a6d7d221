export const EVIDENCE = [
  `create table journal_anchors (
    merchant_id text not null,
    terminal_id text not null,
    activation_number bigint not null,
    epoch bigint not null,
    number bigint not null,
    hash text not null check (length(hash) = 64),
    primary key (merchant_id, terminal_id, activation_number, epoch, number))`,
  `create table security_events (
    id bigint generated always as identity primary key,
    at_ms bigint not null,
    kind text not null,
    merchant_id text,
    terminal_id text,
    detail text not null)`,
];

/**
 * An activation number counted each code that a terminal was activated with. Those of its own till begin
 * no journal: what it told before is what its next records are held against.
 */
export const JOURNALS_COUNTED = ['terminals', 'journal_anchors'].map(
  (table) => `alter table ${table} rename column activation_number to journal_number`,
);

/** What a till has told is proof for both sides (P2): nobody rewrites it, as nobody rewrites money. */
export const APPEND_ONLY_EVIDENCE = [
  `create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = '42501';
    end $$`,
  ...[
    'series_numbers',
    'sale_reports',
    'sale_report_lines',
    'sale_report_tenders',
    'void_numbers',
    'journal_anchors',
  ].flatMap((table) => [
    `create trigger append_only before update or delete or truncate on ${table}
      for each statement execute function refuse_change()`,
    `revoke update, delete, truncate on ${table} from public, current_user`,
  ]),
];

/**
 * Whoever has no key can call as often as he likes; what he does is counted in one row for each
 * source, kind and hour, so that a flood is seen and fills no disk. Rows of known terminals have no
 * source and stay one an event.
 */
export const COUNTED_EVENTS = [
  `alter table security_events
    add column source text,
    add column period bigint,
    add column times bigint not null default 1 check (times > 0),
    add column last_at_ms bigint`,
  `update security_events set last_at_ms = at_ms`,
  `alter table security_events alter column last_at_ms set not null`,
  `create unique index on security_events (source, kind, period)`,
];

/** Beside the report: few sales are entered from paper, and the others need not carry its columns. */
export const SOLD_ON_PAPER = [
  `create table paper_sales (
    merchant_id text not null,
    report_id uuid not null,
    paper_number text not null,
    sold_at_ms bigint not null,
    supervisor_id text not null,
    primary key (merchant_id, report_id))`,
  `create trigger append_only before update or delete or truncate on paper_sales
    for each statement execute function refuse_change()`,
  `revoke update, delete, truncate on paper_sales from public, current_user`,
];

/** A try is counted before it is looked at, and taken out again by its id when it was right. */
export const ATTEMPTS = [
  `alter table activation_failures rename to activation_attempts`,
  `alter table activation_attempts add column id bigint generated always as identity primary key`,
  `create index on activation_attempts (client, at_ms)`,
];
