/** Versions of the till that may not sell by card any more (P29); what is not here is approved. */
export const WITHDRAWN_VERSIONS = [
  `create table withdrawn_versions (
    app_version text primary key,
    withdrawn_at_ms bigint not null)`,
];
