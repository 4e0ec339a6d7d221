import { sql } from 'kysely';
import { expect, inject, it, vi } from 'vitest';
import { ensureDatabase } from '../postgres/embedded.ts';
import { openDatabase } from '../store/database.ts';

it('F05 a connection in use that PostgreSQL closes fails its work, not the bank', async () => {
  const lost: Error[] = [];
  const database = openDatabase(await ensureDatabase(inject('superuserUrl'), 'closed'), (error) =>
    lost.push(error),
  );
  const work = database.transaction().execute(async (transaction) => {
    const backend = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
    await sql`select pg_terminate_backend(${backend.rows[0]?.pid})`.execute(database);
    // Between two questions, where no question is there to be told of it.
    await vi.waitFor(() => expect(lost).not.toEqual([]));
    await sql`select 1`.execute(transaction);
  });
  await expect(work).rejects.toThrow();
  const after = await sql<{ one: number }>`select 1 as one`.execute(database);
  expect(after.rows).toEqual([{ one: 1 }]);
  await database.destroy();
});
