import { sql } from 'kysely';
import type { VersionRefusal } from '../../shared/contracts/program-version.ts';
import type { BankDatabase } from './database.ts';

/** As it was first: what was not here was approved. */
export const WITHDRAWN_VERSIONS = [
  `create table withdrawn_versions (
    app_version text primary key,
    withdrawn_at_ms bigint not null)`,
];

/**
 * Versions that the bank has decided on (P29); what is not here is not approved. With which files, if the
 * bank has said so. No shop is locked out by the change: what its tills have signed on with stays approved.
 */
export const APPROVED_VERSIONS = [
  `create table app_versions (
    app_version text primary key,
    approved boolean not null,
    program_hash text not null default '',
    decided_at_ms bigint not null)`,
  `insert into app_versions (app_version, approved, decided_at_ms)
    select app_version, false, withdrawn_at_ms from withdrawn_versions`,
  `insert into app_versions (app_version, approved, decided_at_ms)
    select distinct app_version, true, (extract(epoch from now()) * 1000)::bigint
    from terminals where app_version <> '' on conflict do nothing`,
  `drop table withdrawn_versions`,
];

/** Of terminal `t`, joined with `VERSION_OF_TERMINAL`: why its program may not sell by card. */
export const VERSION_REFUSAL = sql<VersionRefusal | null>`case
  when v.app_version is null then 'version-not-approved'
  when not v.approved then 'version-withdrawn'
  when v.program_hash not in ('', t.program_hash) then 'version-not-approved' end`;

export const VERSION_OF_TERMINAL = sql`left join app_versions v on v.app_version = t.app_version`;

/** By what the terminal has signed on with last. */
export async function readVersionRefusal(
  database: BankDatabase,
  terminalId: string,
): Promise<VersionRefusal | null> {
  const { rows } = await sql<{ refusal: VersionRefusal | null }>`
    select ${VERSION_REFUSAL} as refusal from terminals t ${VERSION_OF_TERMINAL}
    where t.id = ${terminalId}`.execute(database);
  return rows[0]?.refusal ?? null;
}
