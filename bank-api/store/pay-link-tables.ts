/**
 * Pay links (P13). Of what a customer opens only a hash is kept: who reads the database cannot pay
 * by a link, nor see whom it is for. One refused promise has at most one that is open, and what is
 * closed stays so: a withdrawal that was told would otherwise be worth nothing (I2).
 */
export const PAY_LINKS = [
  `create table pay_links (
    merchant_id text not null,
    id uuid not null,
    terminal_id text not null,
    core_hash text not null check (length(core_hash) = 64),
    sale_id uuid not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null check (length(currency) = 3),
    transaction_number bigint not null,
    batch_number bigint not null,
    trace_number bigint not null,
    supersedes uuid not null,
    operator_id text not null,
    code_hash text not null unique check (length(code_hash) = 64),
    made_at_ms bigint not null,
    expires_at_ms bigint not null,
    state text not null check (state in ('open', 'paid', 'withdrawn', 'expired', 'not-possible')),
    closed_at_ms bigint,
    forms_used integer not null check (forms_used >= 0),
    primary key (merchant_id, id),
    check ((state = 'open') = (closed_at_ms is null)))`,
  `create index on pay_links (merchant_id, supersedes)`,
  `create unique index on pay_links (merchant_id, supersedes) where state = 'open'`,
  `create function refuse_reopening() returns trigger language plpgsql as $$
    begin
      if old.state <> 'open' then
        raise exception 'a closed pay link stays closed' using errcode = '42501';
      end if;
      return new;
    end $$`,
  `create trigger closed_for_good before update on pay_links
    for each row execute function refuse_reopening()`,
  `create trigger append_only before delete or truncate on pay_links
    for each statement execute function refuse_change()`,
  `revoke delete, truncate on pay_links from public, current_user`,
];

/** Looked for by what replaces a payment: at most one of them stands (I2). */
export const FOUND_BY_WHAT_THEY_REPLACE = [
  `create index on transactions (supersedes) where supersedes is not null`,
];
