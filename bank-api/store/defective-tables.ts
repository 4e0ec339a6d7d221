/** Defective success (A2 A4 A5 A6): which cards' issuers say yes only so. */
export const DEFECTIVE_SUCCESS = [
  `alter table cards add column yes_is_defective boolean not null default false`,
];
