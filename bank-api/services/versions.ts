import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import type { BookingPorts } from '../ports.ts';
import type { BankDatabase } from '../store/database.ts';
import { recordSecurityEvent } from '../store/terminal-store.ts';

export interface VersionDecision {
  readonly appVersion: string;
  readonly approved: boolean;
  /** Of the only files that are approved as this version; empty: whatever it is made of. */
  readonly programHash?: string;
}

/**
 * Which versions of the till may sell by card (P29). Withdrawing one leaves what is known already
 * alone: queues, reversals and questions of its tills are answered as before.
 */
export async function decideVersion(
  { database, clock }: Pick<BookingPorts, 'database' | 'clock'>,
  { appVersion, approved, programHash = '' }: VersionDecision,
): Promise<void> {
  const decided_at_ms = BigInt(clock.nowMs());
  const decision = { approved, program_hash: programHash, decided_at_ms };
  await database
    .insertInto('app_versions')
    .values({ app_version: appVersion, ...decision })
    .onConflict((conflict) => conflict.column('app_version').doUpdateSet(decision))
    .execute();
}

/** A bank whose tills come with it approves them by itself; what its people have decided stays. */
export async function approveOwnVersion({
  database,
  clock,
}: Pick<BookingPorts, 'database' | 'clock'>): Promise<void> {
  const decided_at_ms = BigInt(clock.nowMs());
  await database
    .insertInto('app_versions')
    .values({ app_version: PROGRAM_VERSION, approved: true, decided_at_ms })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function readVersions(database: BankDatabase): Promise<Required<VersionDecision>[]> {
  const rows = await database
    .selectFrom('app_versions')
    .selectAll()
    .orderBy('app_version')
    .execute();
  return rows.map(({ app_version: appVersion, approved, program_hash: programHash }) => ({
    appVersion,
    approved,
    programHash,
  }));
}

/**
 * What a till says of its program at sign-on, kept beside the version. The same version made of other
 * files is no update: somebody has changed it, and that is noted.
 */
export async function noteProgram(
  { database, clock }: Pick<BookingPorts, 'database' | 'clock'>,
  { terminalId, merchantId }: { readonly terminalId: string; readonly merchantId: string },
  { appVersion, programHash }: { readonly appVersion: string; readonly programHash: string },
): Promise<void> {
  const before = await database
    .selectFrom('terminals')
    .select(['app_version', 'program_hash'])
    .where('id', '=', terminalId)
    .executeTakeFirstOrThrow();
  if (before.program_hash === programHash) return;
  await database
    .updateTable('terminals')
    .set({ program_hash: programHash })
    .where('id', '=', terminalId)
    .execute();
  const isUpdate = before.app_version !== appVersion || before.program_hash === '';
  if (isUpdate || programHash === '') return;
  await recordSecurityEvent(database, {
    kind: 'program-changed',
    atMs: clock.nowMs(),
    merchantId,
    terminalId,
    detail: `version ${appVersion}: ${before.program_hash} became ${programHash}`,
  });
}
