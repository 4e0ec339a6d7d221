/**
 * The merchant's list of operators has a version that only goes up (P21), the system administrator
 * is one of them, and a start code rests as its hash, in the words that tills compare it by (P28).
 */
export const OPERATOR_LISTS = [
  `alter table merchants add column operators_version bigint not null default 1
    check (operators_version > 0)`,
  `alter table operators drop constraint operators_role_check`,
  `alter table operators add check (role in ('administrator', 'supervisor', 'cashier'))`,
  `alter table operators add column start_code_hash text check (length(start_code_hash) = 64)`,
  `alter table operators add column start_code_expires_at_ms bigint
    check ((start_code_hash is null) = (start_code_expires_at_ms is null))`,
];
