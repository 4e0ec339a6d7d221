import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** Till and bank for real, joined in the bank's own books: nothing lost, nothing double. */
describe('one sale, all the way to the ledger', () => {
  let bank: RunningBank;
  let folder: string;
  let till: Awaited<ReturnType<typeof startHeadlessTill>>;

  beforeAll(async () => {
    bank = await RunningBank.start();
    folder = await mkdtemp(join(tmpdir(), 'twintill-till-'));
    till = await startHeadlessTill(folder, bank.ready);
  });

  afterAll(async () => {
    await till.host.close();
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const paymentsAtBank = () =>
    bank.rows<{ id: string; state: string; amount_minor: string; sale_id: string }>(
      'SELECT id, state, amount_minor, sale_id FROM transactions ORDER BY transaction_number',
    );

  it('P1 a card sale online: approved, one posting, the report follows', async () => {
    const outcome = await till.sellByCard('good-tap');
    expect(outcome.kind).toBe('approved');
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(await paymentsAtBank()).toMatchObject([{ amount_minor: '2617' }]);
    const reports = await bank.rows('SELECT due_minor FROM sale_reports');
    expect(reports).toHaveLength(1);
  });

  it('P5 an answer that gets lost after the commit is asked for by id; still one posting', async () => {
    await till.line({ loseNextAnswers: 1 });
    const outcome = await till.sellByCard('good-tap');
    expect(outcome.kind).toBe('approved');
    expect(await paymentsAtBank()).toHaveLength(2);
  });

  it.each([
    ['poor', '51'],
    ['stolen', '43'],
    ['expired', '54'],
    ['restricted', '62'],
  ])('%s is declined with %s, and nothing is posted', async (card, code) => {
    const outcome = await till.sellByCard(card);
    expect(outcome).toMatchObject({ kind: 'declined', code });
  });

  it('P18 a PIN is checked by the bank and by nobody else', async () => {
    const outcome = await till.sellByCard('good-pin');
    expect(outcome.kind).toBe('approved');
  });

  it('A01 P10 sales without a line, a restart from the journal alone, and each once at the bank', async () => {
    const before = await bank.rows('SELECT id FROM sale_reports');
    await till.line({ cut: true });
    for (let i = 1; i <= 10; i += 1) {
      const cash = valueOf(await till.sellForCash(minor(1_000 + i)));
      expect(cash.state).toBe('completed');
      const card = await till.sellByCard(i % 2 === 0 ? 'good-chip' : 'limit-tap', {
        lineUsable: false,
        amountMinor: minor(2_000 + i),
      });
      expect(card.kind).toBe('provisional');
    }
    const head = till.ledger.head();
    await till.host.close();
    till = await startHeadlessTill(folder, bank.ready);
    expect(till.report).toMatchObject({
      restoredToDatabase: head.number,
      missing: 0,
      damagedNumbers: [],
      cardsLocked: false,
    });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const after = await bank.rows<{ sale_id: string }>('SELECT sale_id FROM sale_reports');
    const unreportedBefore = 2;
    expect(after.length - before.length).toBe(20 + unreportedBefore);
    const stored = await bank.rows<{ n: string }>(
      'SELECT count(*) AS n FROM transactions WHERE amount_minor BETWEEN 2001 AND 2010',
    );
    expect(stored[0]?.n).toBe('10');
  });

  it('P7 the line dies in the middle: the bank books the second and never the first', async () => {
    await till.line({ loseNextAnswers: 1 });
    const { authorise } = till.host;
    Object.assign(till.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answer = await authorise(request);
        await till.line({ cut: true });
        return answer;
      },
    });
    const outcome = await till.sellByCard('good-tap', { amountMinor: minor(7_777) });
    Object.assign(till.host, { authorise });
    expect(outcome.kind).toBe('provisional');
    await till.line({});
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const both = await bank.rows<{ id: string; postings: string }>(
      `SELECT t.id, count(p.id) AS postings FROM transactions t
         LEFT JOIN postings p ON p.record_id = t.id::text
        WHERE t.amount_minor = 7777 GROUP BY t.id ORDER BY min(t.transaction_number)`,
    );
    expect(both).toHaveLength(2);
    const net = await bank.rows<{ net: string }>(
      `SELECT sum(e.debit_minor - e.credit_minor) AS net FROM ledger_entries e
         JOIN postings p ON p.id = e.posting_id JOIN transactions t ON t.id::text = p.record_id
        WHERE t.amount_minor = 7777 AND e.account LIKE 'card%'`,
    );
    expect(Math.abs(Number(net[0]?.net))).toBe(7777);
  });

  it('I1 every posting balances, and no transaction number is missing or used twice', async () => {
    const crooked = await bank.rows(
      `SELECT posting_id FROM ledger_entries GROUP BY posting_id
        HAVING sum(debit_minor) <> sum(credit_minor)`,
    );
    expect(crooked).toEqual([]);
    const series = await bank.rows<{ n: string; highest: string }>(
      'SELECT count(DISTINCT number) AS n, max(number) AS highest FROM series_numbers',
    );
    expect(series[0]?.n).toBe(series[0]?.highest);
    expect(Number(series[0]?.highest)).toBe(till.ledger.head().counters.transaction);
  });
});
