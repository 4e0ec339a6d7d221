import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../store/database.ts';
import { startTestBank } from './test-bank.ts';

/** Rows that were read through the indexes of the tables that grow. */
async function rowsRead(databaseUrl: string): Promise<number> {
  const database = openDatabase(databaseUrl, () => undefined);
  const { rows } = await sql<{ read: bigint }>`
    select sum(idx_tup_read)::bigint as read from pg_stat_user_indexes
    where relname in ('series_numbers', 'sale_reports', 'transactions', 'postings')`.execute(
    database,
  );
  await database.destroy();
  return Number(rows[0]?.read);
}

it('P12 what a batch reads grows with the batch, not with what is booked', async () => {
  const bank = await startTestBank();
  const till = await bank.newTill();
  for (let batch = 0; batch < 12; batch += 1) {
    const cores = await Promise.all([till.newCore(), till.newCore()]);
    const reports = Array.from({ length: 80 }, () => till.cashReport(100));
    const answer = await till.batch([...reports, ...cores.map(till.stored)]);
    expect(answer.status).toBe(200);
  }
  // Its connections hand their counts in when they end.
  await bank.close();
  const records = 12 * 82;
  expect(await rowsRead(bank.databaseUrl)).toBeLessThan(10 * records);
});
