import type { Generated } from 'kysely';
import type { OperatorRole } from '../../shared/domain/operators.ts';

export interface OperatorRow {
  merchant_id: string;
  id: string;
  name: string;
  role: OperatorRole;
  start_code_hash: Generated<string | null>;
  start_code_expires_at_ms: Generated<bigint | null>;
  may_discount: Generated<boolean>;
  may_delete: Generated<boolean>;
}

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

/** What a cashier may do alone (A28): everything, until the merchant wants it otherwise. */
export const OPERATOR_RIGHTS = [
  `alter table operators add column may_discount boolean not null default true`,
  `alter table operators add column may_delete boolean not null default true`,
  `alter table operators add check (role = 'cashier' or (may_discount and may_delete))`,
];
