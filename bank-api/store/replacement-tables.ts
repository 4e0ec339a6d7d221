/**
 * What a till had given out by its last sign-on, up to where that is another device's, and whether
 * the bank has let a terminal go whose till is lost (P24).
 */
export const REPLACEMENT = [
  `alter table terminals add column last_transaction_number bigint not null default 0`,
  `alter table terminals add column lost_up_to bigint not null default 0`,
  `alter table terminals add column released_at_ms bigint`,
];
