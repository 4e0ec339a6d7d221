import { sql } from 'kysely';
import type { TestBank } from './test-bank.ts';

/** The card's account, as other work holds it; what is returned lets it go. */
export async function holdCard({ ports }: TestBank, id: string): Promise<() => Promise<void>> {
  let letGo = (): void => undefined;
  const over = new Promise<void>((resolve) => (letGo = resolve));
  let isLocked = (): void => undefined;
  const locked = new Promise<void>((resolve) => (isLocked = resolve));
  const ended = ports.database.transaction().execute(async (db) => {
    await db.selectFrom('cards').select('id').where('id', '=', id).forUpdate().execute();
    isLocked();
    await over;
  });
  await locked;
  return async () => {
    letGo();
    await ended;
  };
}

/** Until so many pieces of work wait for a lock. */
export async function waitForLocks({ ports }: TestBank, count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(ports.database);
    if (rows.length >= count) return;
  }
}
