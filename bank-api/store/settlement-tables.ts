/**
 * Settlement (P22): what was paid out is written down record by record, each one once (I1), and as
 * little rewritten as money is. What a till uploads to find a difference is its word, not the
 * bank's books: it may send it again.
 */
export const SETTLEMENT = [
  `alter table postings drop constraint postings_kind_check`,
  `alter table postings add constraint postings_kind_check check (kind in ('purchase', 'fee',
    'void', 'void-fee', 'reversal', 'reversal-fee', 'cash-sale', 'funding', 'settlement'))`,
  `create table settlements (
    merchant_id text not null,
    id uuid not null,
    terminal_id text not null,
    batch_number bigint not null check (batch_number > 0),
    operator_id text not null,
    opened_at_ms bigint not null,
    settled_at_ms bigint,
    primary key (merchant_id, id))`,
  `create trigger of_a_terminal after insert on settlements
    referencing new table as fresh for each statement execute function refuse_foreign_record()`,
  `create unique index on settlements (merchant_id, terminal_id, batch_number)
    where settled_at_ms is not null`,
  ...(['settled_records', 'settlement_uploads'] as const).map(
    (table) => `create table ${table} (
      merchant_id text not null,
      settlement_id uuid not null,
      position integer not null check (position >= 0),
      record_id uuid not null,
      kind text not null check (kind in ('purchase', 'void')),
      amount_minor bigint not null check (amount_minor > 0),
      batch_number bigint not null check (batch_number > 0),
      primary key (merchant_id, settlement_id, position),
      foreign key (merchant_id, settlement_id) references settlements)`,
  ),
  `create unique index on settled_records (merchant_id, record_id)`,
  `create trigger append_only before update or delete or truncate on settled_records
    for each statement execute function refuse_change()`,
  `revoke update, delete, truncate on settled_records from public, current_user`,
];
