import { sql } from 'kysely';
import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { payLinkAnswer, type PayLinkAnswer } from '../../shared/contracts/pay-link-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { settlementTotals, type BatchRecord } from '../../shared/domain/settlement-records.ts';
import { buildApp } from '../app.ts';
import { readLedger } from '../store/ledger-view-store.ts';
import { verifyBooks } from '../store/verification.ts';
import { openPayPage, pressPay } from './pay-page.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { TestTill } from './test-till.ts';

/** Pay links in PostgreSQL: customer and till at the same moment, and what the books say of them. */

const bank = await bankOfThisFile({ breaksBooks: true });

/** A sale on a promise that was refused, with its report at the bank. */
async function refusedSale(till: TestTill): Promise<PaymentCore> {
  const refused = await till.newCore({ cardId: 'poor', amountMinor: 2500 });
  const { id: paymentId, saleId } = refused;
  const paid = { cashMinor: 100, cardMinor: 2500, paymentId };
  await till.batch([till.stored(refused), till.splitReport(saleId, paid)]);
  return refused;
}

function linkCore(till: TestTill, refused: PaymentCore): PaymentCore {
  const { id: supersedes, ...same } = refused;
  return { ...same, id: uuidV7(), supersedes, sealedCard: '', ...till.numbers() };
}

async function ask(till: TestTill, core: PaymentCore, path = ''): Promise<PayLinkAnswer> {
  const body = { core, attempt: till.attempt() };
  const answer = await till.post(`/v1/pay-links${path}`, body, core.id);
  expect([answer.status, answer.signed, answer.text]).toEqual([200, true, answer.text]);
  return payLinkAnswer.parse(answer.json);
}

const withdraw = (till: TestTill, core: PaymentCore) => ask(till, core, '/withdrawals');

async function openLink(till: TestTill, refused: PaymentCore) {
  const core = linkCore(till, refused);
  const made = await ask(till, core);
  if (made.state !== 'open') throw new Error(`the link is ${made.state}`);
  return { core, url: made.url, form: (await openPayPage(made.url)).form };
}

const problems = async () => (await verifyBooks(bank.ports.database)).problems;

/** How many were booked under these ids, whatever a page has said. */
async function bookedTimes({ id }: PaymentCore): Promise<number> {
  const found = await sql`select from postings where id = ${`${id}:purchase`}`.execute(
    bank.ports.database,
  );
  return found.rows.length;
}

it('I1 I2 the books are right while it is open, when it is paid, and when it is taken back', async () => {
  const till = await bank.newTill();
  const refused = await refusedSale(till);
  const { core, url, form } = await openLink(till, refused);
  expect(await problems()).toEqual([]);
  const own = async () =>
    (await readLedger(bank.ports.database)).payLinks.filter(({ id }) => id === core.id);
  expect(await own()).toMatchObject([
    { state: 'open', amountMinor: 2500, supersedes: refused.id, saleId: refused.saleId },
  ]);
  await pressPay(url, form);
  expect(await own()).toMatchObject([{ state: 'paid' }]);
  expect(await problems()).toEqual([]);
  await till.reverse(core);
  expect(await problems()).toEqual([]);
  // What it made up for needs a person again, and may have another link.
  const second = await openLink(till, refused);
  expect(await withdraw(till, second.core)).toMatchObject({ why: 'withdrawn' });
  expect(await problems()).toEqual([]);
});

it('P13 another card at the counter makes up for it: no problem of the books either', async () => {
  const till = await bank.newTill();
  const { id: supersedes, saleId } = await refusedSale(till);
  await till.authorise(await till.newCore({ saleId, supersedes, amountMinor: 2500 }));
  expect(await problems()).toEqual([]);
});

it('I2 paid and withdrawn at the same moment, at two servers: one of them has happened, and both say which', async () => {
  const other = await buildApp(bank.ports);
  const elsewhere = await other.listen({ host: '127.0.0.1', port: 0 });
  const ends: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const till = await bank.newTill();
    const refused = await refusedSale(till);
    const { core, url, form } = await openLink(till, refused);
    const there = url.replace(bank.url, elsewhere);
    const inEitherOrder = [
      () => withdraw(till, core),
      () => pressPay(there, form),
      () => pressPay(url, form),
    ];
    if (round % 2 === 1) inEitherOrder.reverse();
    await Promise.all(inEitherOrder.map((begin) => begin()));
    const end = await withdraw(till, core);
    expect((await openPayPage(url)).state).toBe(end.state === 'paid' ? 'paid' : 'withdrawn');
    expect(await bookedTimes(core)).toBe(end.state === 'paid' ? 1 : 0);
    ends.push(end.state);
  }
  expect(await problems()).toEqual([]);
  await other.close();
});

it('I2 a withdrawal that waits behind a payment hears of it; a payment behind a withdrawal is none', async () => {
  const till = await bank.newTill();
  const held = async (first: () => Promise<unknown>, second: () => Promise<unknown>) => {
    let letGo = (): void => undefined;
    const over = new Promise<void>((resolve) => (letGo = resolve));
    let isLocked = (): void => undefined;
    const locked = new Promise<void>((resolve) => (isLocked = resolve));
    const { terminalId } = till.facts;
    const ended = bank.ports.database.transaction().execute(async (db) => {
      await sql`select from terminals where id = ${terminalId} for update`.execute(db);
      isLocked();
      await over;
    });
    await locked;
    const one = first();
    await waiting(1);
    const two = second();
    await waiting(2);
    letGo();
    await ended;
    return Promise.all([one, two]);
  };
  const paidFirst = await openLink(till, await refusedSale(till));
  expect(
    await held(
      () => pressPay(paidFirst.url, paidFirst.form),
      () => withdraw(till, paidFirst.core),
    ),
  ).toMatchObject([{ state: 'paid' }, { state: 'paid' }]);
  const withdrawnFirst = await openLink(till, await refusedSale(till));
  expect(
    await held(
      () => withdraw(till, withdrawnFirst.core),
      () => pressPay(withdrawnFirst.url, withdrawnFirst.form),
    ),
  ).toMatchObject([{ state: 'closed' }, { state: 'withdrawn' }]);
  expect(await bookedTimes(withdrawnFirst.core)).toBe(0);
});

async function waiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(bank.ports.database);
    if (rows.length >= count) return;
  }
}

it('F17 two copies of the request at the same moment: one link, one number', async () => {
  const till = await bank.newTill();
  const core = linkCore(till, await refusedSale(till));
  const [one, two] = await Promise.all([ask(till, core), ask(till, core)]);
  expect(one).toEqual(two);
});

it('P2 what is closed stays closed, and nothing is taken out; the code itself is nowhere', async () => {
  const till = await bank.newTill();
  const { core, url } = await openLink(till, await refusedSale(till));
  const { database } = bank.ports;
  await withdraw(till, core);
  const reopen = sql`update pay_links set state = 'open', closed_at_ms = null where id = ${core.id}`;
  await expect(reopen.execute(database)).rejects.toThrow('stays closed');
  await expect(sql`delete from pay_links`.execute(database)).rejects.toThrow(
    /permission|append-only/,
  );
  const { rows } = await sql<{ text: string }>`
    select l::text as text from pay_links l where id = ${core.id}`.execute(database);
  const code = url.slice(url.lastIndexOf('/') + 1);
  expect(rows[0]?.text).not.toContain(code);
  expect(rows[0]?.text.toUpperCase()).not.toContain(code.replaceAll('-', ''));
});

it('P22 P23 paid after its batch was settled: it counts in the next one', async () => {
  const till = await bank.newTill();
  const { url, form, core } = await openLink(till, await refusedSale(till));
  const settle = (batchNumber: number, records: readonly BatchRecord[]) => {
    const settlementId = uuidV7();
    const body = { settlementId, batchNumber, operatorId: '00', totals: settlementTotals(records) };
    return till.post('/v1/settlements', body, settlementId);
  };
  expect((await settle(1, [])).json).toMatchObject({ groups: [{ result: 'balanced' }] });
  await pressPay(url, form);
  expect((await settle(2, [core])).json).toMatchObject({
    groups: [{ result: 'balanced' }],
  });
  expect(await problems()).toEqual([]);
});

it('I1 I2 the check of the books finds a link without its payment, and two payments for one', async () => {
  const till = await bank.newTill();
  const refused = await refusedSale(till);
  const { core, url, form } = await openLink(till, refused);
  await pressPay(url, form);
  // The bank books no second one: somebody has changed a row.
  const { saleId } = core;
  const second = await till.newCore({ saleId, amountMinor: 2500 });
  await till.authorise(second);
  await sql`update transactions set supersedes = ${refused.id}
    where id = ${second.id}`.execute(bank.ports.database);
  expect((await problems()).join('\n')).toContain(`2 payments stand for ${refused.id}`);
  const other = await openLink(till, await refusedSale(till));
  await sql`update pay_links set state = 'paid', closed_at_ms = 1
    where id = ${other.core.id}`.execute(bank.ports.database);
  expect((await problems()).join('\n')).toContain(`pay link ${other.core.id} is paid`);
});
