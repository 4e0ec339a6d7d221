/**
 * Pre-authorisations: payments of their own kinds. `card_holds` is the issuer's side of the standing ones:
 * what a card may not spend; the row goes with the completion or the release, and counts no longer than to
 * its day. What is looked up by: the followers of a payment, the reference number on a slip.
 */
export const HOLDS = [
  ...['transactions', 'settled_records', 'settlement_uploads'].flatMap((table) => [
    `alter table ${table} drop constraint ${table}_kind_check`,
    `alter table ${table} add constraint ${table}_kind_check
      check (kind in ('purchase', 'void', 'refund', 'pre-authorisation', 'pre-authorisation-void',
        'completion'))`,
  ]),
  `create table card_holds (
    merchant_id text not null,
    id uuid not null,
    card_hash text not null references cards (card_hash),
    amount_minor bigint not null check (amount_minor > 0),
    lapses_at_ms bigint not null,
    primary key (merchant_id, id))`,
  `create index on card_holds (card_hash)`,
  `drop index transactions_original_id_idx`,
  `create index on transactions (original_id)
    where kind in ('refund', 'completion', 'pre-authorisation-void')`,
  `drop index transactions_reference_number_idx`,
  `create index on transactions (reference_number)
    where kind in ('purchase', 'completion', 'pre-authorisation')`,
];
