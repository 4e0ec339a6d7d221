/**
 * Approval in part (code 10): which issuers say it, and what had been asked for beside what was said
 * yes to. `amount_minor` of such a payment is the part, like every sum that is made of it (I1).
 */
export const IN_PART = [
  `alter table cards add column approves_in_part boolean not null default false`,
  `alter table transactions add column asked_minor bigint,
    add check (asked_minor is null or (code = '10' and asked_minor > amount_minor))`,
];
