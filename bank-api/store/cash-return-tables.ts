/** Cash that went back over the counter, each row for the report of the sale that had brought it. */
export const CASH_RETURNS = [
  `create table cash_returns (
    merchant_id text not null,
    id uuid not null,
    act text not null check (act in ('void', 'refund')),
    sale_id uuid not null,
    original_id uuid not null,
    terminal_id text not null references terminals,
    transaction_number bigint not null,
    batch_number bigint not null,
    trace_number bigint not null,
    supervisor_id text not null,
    created_at_ms bigint not null,
    amount_minor bigint not null check (amount_minor > 0),
    rounding_minor bigint not null check (amount_minor + rounding_minor > 0),
    content_hash text not null,
    reference_number text not null,
    received_at_ms bigint not null,
    primary key (merchant_id, id))`,
  `create index on cash_returns (merchant_id, original_id)`,
  `create trigger append_only before update or delete or truncate on cash_returns
    for each statement execute function refuse_change()`,
  `revoke update, delete, truncate on cash_returns from public, current_user`,
  `alter table series_numbers drop constraint series_numbers_record_kind_check`,
  `alter table series_numbers add constraint series_numbers_record_kind_check
    check (record_kind in ('payment', 'sale-report', 'cash-return', 'void-number'))`,
  `alter table postings drop constraint postings_kind_check`,
  `alter table postings add constraint postings_kind_check check (kind in (
    'purchase', 'fee', 'void', 'void-fee', 'refund', 'refund-fee', 'reversal', 'reversal-fee',
    'cash-sale', 'cash-return', 'funding', 'settlement'))`,
];
