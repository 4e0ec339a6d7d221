import type { BookingPorts } from '../ports.ts';
import type { BankDatabase } from '../store/database.ts';
import { recordSecurityEvent } from '../store/terminal-store.ts';

/**
 * Which versions of the till may sell by card (P29). Withdrawing one leaves what is known already
 * alone: queues, reversals and questions of its tills are answered as before.
 */
export async function setVersionApproved(
  { database, clock }: Pick<BookingPorts, 'database' | 'clock'>,
  appVersion: string,
  isApproved: boolean,
): Promise<void> {
  if (isApproved) {
    await database.deleteFrom('withdrawn_versions').where('app_version', '=', appVersion).execute();
    return;
  }
  await database
    .insertInto('withdrawn_versions')
    .values({ app_version: appVersion, withdrawn_at_ms: BigInt(clock.nowMs()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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

export async function isVersionApproved(db: BankDatabase, appVersion: string): Promise<boolean> {
  const withdrawn = await db
    .selectFrom('withdrawn_versions')
    .select('app_version')
    .where('app_version', '=', appVersion)
    .executeTakeFirst();
  return withdrawn === undefined;
}
