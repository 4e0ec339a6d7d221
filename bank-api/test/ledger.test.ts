import { sql } from 'kysely';
import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { buildApp } from '../app.ts';
import { openDatabase } from '../store/database.ts';
import { readLedger } from '../store/ledger-view-store.ts';
import { verifyBooks } from '../store/verification.ts';
import { bankOfThisFile } from './test-bank.ts';

const bank = await bankOfThisFile({ breaksBooks: true });

const entry = (posting: string, line: number, debit: number, credit: number) =>
  sql`('m', ${posting}, ${line}, 'account', ${debit}, ${credit})`;

it('I1 the database refuses a posting that does not balance', async () => {
  const { database } = bank.ports;
  const book = (...entries: ReturnType<typeof entry>[]) =>
    database.transaction().execute(async (db) => {
      await sql`insert into postings values ('m', 'x:fee', 'fee', 'x', 1)`.execute(db);
      await sql`insert into ledger_entries values ${sql.join(entries)}`.execute(db);
    });
  await expect(book(entry('x:fee', 1, 100, 0), entry('x:fee', 2, 0, 99))).rejects.toThrow(
    'balance',
  );
  await expect(book(entry('x:fee', 1, 100, 0))).rejects.toThrow('balance');
  await expect(book(entry('x:fee', 1, -100, 0), entry('x:fee', 2, 0, -100))).rejects.toThrow();
  await expect(book(entry('y:fee', 1, 100, 0), entry('y:fee', 2, 0, 100))).rejects.toThrow(
    'posting',
  );
  await book(entry('x:fee', 1, 100, 0), entry('x:fee', 2, 0, 100));
});

const APPEND_ONLY = [
  'postings',
  'ledger_entries',
  'series_numbers',
  'sale_reports',
  'sale_report_lines',
  'sale_report_tenders',
  'void_numbers',
  'journal_anchors',
  'settled_records',
];

it.each(APPEND_ONLY)(
  'P2 %s is append-only: UPDATE, DELETE and TRUNCATE are refused',
  async (table) => {
    const { database } = bank.ports;
    for (const statement of [
      `update ${table} set merchant_id = 'other'`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(sql.raw(statement).execute(database)).rejects.toThrow(/permission|append-only/);
    }
    await sql.raw(`grant all on ${table} to current_user`).execute(database);
    await expect(sql.raw(`delete from ${table}`).execute(database)).rejects.toThrow('append-only');
  },
);

it('P2 a record of a terminal that its merchant does not have is refused, one among many too', async () => {
  const { database } = bank.ports;
  const { merchantId, terminalId } = DEMO_MERCHANT;
  const report = (merchant: string, terminal: string) =>
    sql`(${merchant}, ${uuidV7()}::uuid, ${uuidV7()}::uuid, '1', ${terminal}, 1, 1, 1, '01', 1,
      '2026-11-24'::date, 'CNY', 1, 0, 0, 1, '', '', '', 1)`;
  const payment = (merchant: string, terminal: string) =>
    sql`(${merchant}, ${uuidV7()}::uuid, 'purchase', ${terminal}, null, null, 1, null, null, null,
      null, '', 'online', 'tombstone', '12', '', '', null, null, null, '', 1)`;
  for (const [table, record] of [
    ['sale_reports', report],
    ['transactions', payment],
  ] as const) {
    const insert = (...records: ReturnType<typeof report>[]) =>
      sql`insert into ${sql.table(table)} values ${sql.join(records)}`.execute(database);
    const own = () => record(merchantId, terminalId);
    await expect(insert(own(), record(merchantId, '99999999'))).rejects.toThrow('does not have');
    await expect(insert(record('9'.repeat(15), terminalId), own())).rejects.toThrow(
      'does not have',
    );
  }
});

it('P2 a terminal stays, and stays with its merchant', async () => {
  const { database } = bank.ports;
  for (const statement of [
    `update terminals set id = 'another1'`,
    `update terminals set merchant_id = merchant_id`,
    `delete from terminals`,
  ]) {
    await expect(sql.raw(statement).execute(database)).rejects.toThrow('stays with its merchant');
  }
  // Refused already for what would go with them: nobody may truncate their records.
  for (const statement of [`truncate terminals cascade`, `truncate merchants cascade`]) {
    await expect(sql.raw(statement).execute(database)).rejects.toThrow('permission denied');
  }
});

it('I2 a second posting of one payment is refused by its key', async () => {
  const { database } = bank.ports;
  const book = () =>
    sql`insert into postings values ('m', 'p:purchase', 'purchase', 'p', 1)`.execute(database);
  await book();
  await expect(book()).rejects.toThrow('duplicate');
});

it('/health needs fsync, synchronous_commit and full_page_writes', async () => {
  const healthy = await fetch(`${bank.url}/health`);
  expect(healthy.status).toBe(200);
  expect(await healthy.json()).toMatchObject({ status: 'ok', settings: { fsync: 'on' } });
  const url = `${bank.databaseUrl}?options=-c%20synchronous_commit%3Doff`;
  const database = openDatabase(url, () => undefined);
  const app = await buildApp({ ...bank.ports, database });
  const answer = await app.inject({ url: '/health' });
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ status: 'unhealthy' });
  await app.close();
  await database.destroy();
});

it('/health is not well when the database does not answer', async () => {
  const database = openDatabase('postgres://nobody@127.0.0.1:1/none', () => undefined);
  const app = await buildApp({ ...bank.ports, database });
  const answer = await app.inject({ url: '/health' });
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ status: 'unhealthy', settings: {} });
  await app.close();
  await database.destroy();
});

it('A01 lists each sale once: its report, its tenders, and what its payments have moved', async () => {
  const till = await bank.newTill();
  const saleId = uuidV7();
  const dead = await till.newCore({ amountMinor: 900, saleId });
  const stored = await till.newCore({ amountMinor: 900, saleId, supersedes: dead.id });
  const report = till.splitReport(saleId, { cashMinor: 100, cardMinor: 900, paymentId: stored.id });
  await till.authorise(dead);
  await till.batch([till.stored(stored), report]);
  const declined = await till.newCore({ cardId: 'stolen' });
  await till.authorise(declined);
  const { sales } = await readLedger(bank.ports.database);
  const own = sales.filter((sale) => sale.terminalId === till.facts.terminalId);
  expect(own).toMatchObject([
    {
      saleId,
      saleNumber: report.report.saleNumber,
      businessDay: '2026-11-24',
      dueMinor: 1000,
      lineCount: 1,
      tenders: [
        { kind: 'cash', amountMinor: 100, receivedMinor: 100, paymentId: null },
        { kind: 'card', amountMinor: 900, paymentId: stored.id },
      ],
      payments: [
        { id: dead.id, state: 'reversed', postedMinor: 0, purchasePostings: 1 },
        {
          id: stored.id,
          state: 'posted',
          postedMinor: 900,
          purchasePostings: 1,
          channel: 'stored',
        },
      ],
    },
    {
      saleId: declined.saleId,
      saleNumber: null,
      dueMinor: null,
      tenders: [],
      payments: [{ id: declined.id, state: 'declined', code: '43', postedMinor: 0 }],
    },
  ]);
});

it('shows and verifies what happened, and finds what does not belong', async () => {
  const till = await bank.newTill();
  const core = await till.newCore({ amountMinor: 10_000 });
  await till.authorise(core);
  const report = till.cashReport(555);
  await till.batch([report]);
  const view = await readLedger(bank.ports.database);
  const own = view.transactions.filter((row) => row.terminalId === till.facts.terminalId);
  expect(own).toMatchObject([
    { id: core.id, kind: 'purchase', state: 'approved', amountMinor: 10_000, transactionNumber: 1 },
    { kind: 'sale-report', amountMinor: 555, transactionNumber: 2 },
  ]);
  expect(view.reports.at(-1)).toMatchObject({ dueMinor: 555, cashMinor: 555, lineCount: 1 });
  expect(view.accounts.find((row) => row.code === 'bank:fee-income')).toMatchObject({
    balanceMinor: 65,
  });
  // The two planted rows of the tests above: a posting without entries is found.
  expect((await verifyBooks(bank.ports.database)).problems).toEqual([
    'posting p:purchase does not balance',
  ]);
  await bank.ports.database
    .updateTable('transactions')
    .set({ state: 'declined' })
    .where('id', '=', core.id)
    .execute();
  await bank.ports.database
    .updateTable('terminals')
    .set({ declared_up_to: 3n })
    .where('id', '=', till.facts.terminalId)
    .execute();
  const { problems } = await verifyBooks(bank.ports.database);
  expect(problems).toContain(`payment ${core.id} is declined but has moved 10000`);
  expect(problems).toContain(`merchant ${core.merchantId} has paid fees of 65, owes 5`);
  expect(problems).toContain(`terminal ${till.facts.terminalId} misses number 3`);
});

it('I1 a settlement that pays out what it has no record of is found, and a record twice refused', async () => {
  const { database } = bank.ports;
  const { merchantId, terminalId } = DEMO_MERCHANT;
  const [id, recordId] = [uuidV7(), uuidV7()];
  await sql`insert into settlements values (${merchantId}, ${id}::uuid, ${terminalId}, 1, '00', 1, 2)`.execute(
    database,
  );
  const mark = (position: number) =>
    sql`insert into settled_records values
      (${merchantId}, ${id}::uuid, ${position}, ${recordId}::uuid, 'purchase', 100, 1)`.execute(
      database,
    );
  await mark(0);
  await expect(mark(1)).rejects.toThrow('duplicate');
  const { problems } = await verifyBooks(database);
  expect(problems).toContain(`settlement ${id} has records of 100, paid out 0`);
  expect(problems).toContain(`record ${recordId} was settled with 100, is not there`);
  expect(problems).toContainEqual(expect.stringContaining('is not settled'));
  const again = sql`insert into settlements values
    (${merchantId}, ${uuidV7()}::uuid, ${terminalId}, 1, '00', 1, 2)`;
  await expect(again.execute(database)).rejects.toThrow('duplicate');
});
