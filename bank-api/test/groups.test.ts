import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { present } from '../../shared/lib/assert.ts';
import { setBalance } from '../services/merchants.ts';
import { poolOf } from '../store/database.ts';
import { verifyBooks } from '../store/verification.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { TestTill } from './test-till.ts';

const bank = await bankOfThisFile();

/** One after the other: many activations at once look like somebody guessing codes (P25). */
async function newTills(count: number): Promise<TestTill[]> {
  const tills: TestTill[] = [];
  while (tills.length < count) tills.push(await bank.newTill());
  return tills;
}

const firstOf = (tills: readonly TestTill[]) => present(tills[0], 'the first till');

/** Holds the row until let go, as other work does. */
async function held(table: 'terminals' | 'cards', id: string) {
  let letGo = (): void => undefined;
  const over = new Promise<void>((resolve) => (letGo = resolve));
  let isLocked = (): void => undefined;
  const locked = new Promise<void>((resolve) => (isLocked = resolve));
  const ended = bank.ports.database.transaction().execute(async (db) => {
    await db.selectFrom(table).select('id').where('id', '=', id).forUpdate().execute();
    isLocked();
    await over;
  });
  await locked;
  return async () => {
    letGo();
    await ended;
  };
}

/** The next commit is done, and its answer does not arrive. */
function nextAnswerToCommitIsLost(): { readonly isLost: () => boolean } {
  const pool = poolOf(bank.ports.database);
  let lost = false;
  pool.on('acquire', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const losing = async (...args: unknown[]) => {
      const answer = await query(...args);
      if (args[0] !== 'commit' || lost) return answer;
      lost = true;
      throw new Error('the line to PostgreSQL is gone');
    };
    client.query = losing as typeof client.query;
  });
  return { isLost: () => lost };
}

/** The database's own processes that wait for a lock, as soon as there are any. */
async function waitingProcesses(): Promise<readonly number[]> {
  for (;;) {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(bank.ports.database);
    if (rows.length > 0) return rows.map(({ pid }) => pid);
  }
}

describe('group commit', () => {
  it('I1 of many tills at one card at the same time no more are approved than it can pay', async () => {
    const tills = await newTills(12);
    await setBalance(bank.ports, 'good-tap', 5000n);
    const answers = await Promise.all(
      tills.map(async (till) => till.authorise(await till.newCore({ amountMinor: 1000 }))),
    );
    const codes = answers.map(({ json }) => (json as { code: string }).code);
    expect([...codes].sort()).toEqual([
      ...Array.from({ length: 5 }, () => '00'),
      ...Array.from({ length: 7 }, () => '51'),
    ]);
    await setBalance(bank.ports, 'good-tap', 1_000_000n);
    expect((await verifyBooks(bank.ports.database)).problems).toEqual([]);
  });

  it('A13 a till whose work is held does not hold the others', async () => {
    const [slow, others] = [await bank.newTill(), await newTills(5)];
    const letGo = await held('terminals', slow.facts.terminalId);
    const late = slow.authorise(await slow.newCore());
    const answers = await Promise.all(
      others.map(async (till) => till.authorise(await till.newCore())),
    );
    for (const { json } of answers) expect(json).toMatchObject({ outcome: 'approved' });
    await letGo();
    expect((await late).json).toMatchObject({ outcome: 'approved' });
  });

  it('A13 a card that is held keeps its own payments waiting, and no others', async () => {
    const [slow, others] = [await bank.newTill(), await newTills(5)];
    const letGo = await held('cards', 'good-tap');
    const late = slow.authorise(await slow.newCore({ cardId: 'good-tap' }));
    const answers = await Promise.all(
      others.map(async (till) => till.authorise(await till.newCore({ cardId: 'stolen' }))),
    );
    for (const { json } of answers) expect(json).toMatchObject({ code: '43' });
    await letGo();
    expect((await late).json).toMatchObject({ outcome: 'approved' });
  });

  it('I8 one id from many tills at the same time is booked for one; the others are told', async () => {
    const tills = await newTills(6);
    const { id } = await firstOf(tills).newCore();
    const answers = await Promise.all(
      tills.map(async (till) => till.reverse({ ...(await till.newCore()), id })),
    );
    const statuses = answers.map(({ status }) => status);
    expect([...statuses].sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 5 }, () => 422),
    ]);
    const rows = await bank.ports.database
      .selectFrom('transactions')
      .select('terminal_id')
      .where('merchant_id', '=', DEMO_MERCHANT.merchantId)
      .where('id', '=', id)
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('P1 what PostgreSQL lost in the middle of a group is booked once for each', async () => {
    const tills = await newTills(6);
    const cores = await Promise.all(tills.map((till) => till.newCore({ amountMinor: 700 })));
    const before = await bookedIds();
    const { id } = present(cores[0], 'the first core');
    let letGo = (): void => undefined;
    const over = new Promise<void>((resolve) => (letGo = resolve));
    let isThere = (): void => undefined;
    const there = new Promise<void>((resolve) => (isThere = resolve));
    // An insert of the same id makes the group wait as late as it can: while it writes.
    const other = bank.ports.database.transaction().execute(async (db) => {
      await sql`insert into series_numbers (merchant_id, terminal_id, number, record_id, record_kind)
        values (${DEMO_MERCHANT.merchantId}, '99999999', 1, ${id}, 'payment')`.execute(db);
      isThere();
      await over;
      throw new Error('never meant to stay');
    });
    await there;
    const asked = tills.map((till, i) => till.authorise(present(cores[i], 'a core')));
    for (const pid of await waitingProcesses()) {
      await sql`select pg_terminate_backend(${pid})`.execute(bank.ports.database);
    }
    letGo();
    await expect(other).rejects.toThrow('never meant to stay');
    for (const { json } of await Promise.all(asked)) {
      expect(json).toMatchObject({ outcome: 'approved' });
    }
    expect(await bookedIds()).toHaveLength(before.length + tills.length);
    expect((await verifyBooks(bank.ports.database)).problems).toEqual([]);
  });

  it('P1 a commit whose answer is lost is answered from what it booked', async () => {
    const tills = await newTills(4);
    const cores = await Promise.all(tills.map((till) => till.newCore({ amountMinor: 300 })));
    const before = await bookedIds();
    const line = nextAnswerToCommitIsLost();
    const answers = await Promise.all(
      tills.map((till, i) => till.authorise(present(cores[i], 'a core'))),
    );
    expect(line.isLost()).toBe(true);
    for (const { json } of answers) expect(json).toMatchObject({ outcome: 'approved' });
    expect(await bookedIds()).toHaveLength(before.length + tills.length);
    expect((await verifyBooks(bank.ports.database)).problems).toEqual([]);
  });
});

async function bookedIds(): Promise<readonly string[]> {
  const rows = await bank.ports.database
    .selectFrom('postings')
    .select('record_id')
    .where('kind', '=', 'purchase')
    .execute();
  return rows.map(({ record_id }) => record_id);
}
