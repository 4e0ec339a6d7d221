import type { BookingPorts } from '../ports.ts';
import type { BankDatabase } from '../store/database.ts';

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

export async function isVersionApproved(db: BankDatabase, appVersion: string): Promise<boolean> {
  const withdrawn = await db
    .selectFrom('withdrawn_versions')
    .select('app_version')
    .where('app_version', '=', appVersion)
    .executeTakeFirst();
  return withdrawn === undefined;
}
