import { sql } from 'kysely';
import { expect, inject, it, onTestFinished } from 'vitest';
import { ensureDatabase } from '../postgres/embedded.ts';
import { openDatabase } from '../store/database.ts';
import { readVersions } from '../services/versions.ts';
import { migrate } from '../store/migrations.ts';
import { verifyBooks } from '../store/verification.ts';
import { readVersionRefusal } from '../store/version-tables.ts';

async function openEmpty(name: string) {
  const url = await ensureDatabase(inject('superuserUrl'), name);
  const database = openDatabase(url, () => undefined);
  onTestFinished(() => database.destroy());
  return database;
}

it('migrations run once', async () => {
  const database = await openEmpty('migrated_twice');
  expect(await migrate(database)).not.toEqual([]);
  expect(await migrate(database)).toEqual([]);
});

it('I1 books that were filled before the check by index stay right, and what comes is checked', async () => {
  const database = await openEmpty('filled_before');
  await migrate(database, '004-evidence-append-only');
  const post = (from: number, to: number, creditMinor: number) =>
    database.transaction().execute(async (db) => {
      await sql`insert into postings
        select 'm', n || ':fee', 'fee', n::text, 1 from generate_series(${from}::int, ${to}) as n`.execute(
        db,
      );
      await sql`insert into ledger_entries
        select 'm', n || ':fee', line, 'account ' || line, debit, credit
        from generate_series(${from}::int, ${to}) as n, (values
          (1, 7, 0), (2, 0, ${creditMinor}::int)) as entry (line, debit, credit)`.execute(db);
    });
  await post(1, 2000, 7);
  expect(await migrate(database)).toContain('005-balance-checked-by-index');
  await post(2001, 4000, 7);
  await expect(post(4001, 4002, 8)).rejects.toThrow('balance');
  const entry = sql`insert into ledger_entries values
    ('m', '5000:fee', 1, 'a', 7, 0), ('m', '5000:fee', 2, 'b', 0, 7)`;
  await expect(entry.execute(database)).rejects.toThrow('without its posting');
  const { problems, facts } = await verifyBooks(database);
  expect(problems).toEqual([]);
  expect(facts).toMatchObject({ postings: 4000, debitMinor: 28_000, creditMinor: 28_000 });
});

it('P29 no till is locked out when the bank begins to ask for approved versions; a withdrawn one stays so', async () => {
  const database = await openEmpty('versions_before');
  await migrate(database, '025-journals-counted');
  await sql`insert into merchants values
    ('898310054110001', 'm', 's', 'live', 'CNY', 'k', 0)`.execute(database);
  await sql`insert into terminals (id, merchant_id, till_number, app_version) values
    ('00000001', '898310054110001', '1', '0.0.7'), ('00000002', '898310054110001', '2', '0.0.8'),
    ('00000003', '898310054110001', '3', '0.0.8'), ('00000004', '898310054110001', '4', '')`.execute(
    database,
  );
  await sql`insert into withdrawn_versions values ('0.0.6', 1), ('0.0.7', 1)`.execute(database);
  expect(await migrate(database)).toContain('026-approved-versions');
  const refusals = ['00000001', '00000002', '00000003'].map((id) =>
    readVersionRefusal(database, id),
  );
  expect(await Promise.all(refusals)).toEqual(['version-withdrawn', null, null]);
  const versions = await readVersions(database);
  expect(versions.map(({ appVersion, approved }) => [appVersion, approved])).toEqual([
    ['0.0.6', false],
    ['0.0.7', false],
    ['0.0.8', true],
  ]);
});
