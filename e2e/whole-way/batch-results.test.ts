import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer, BatchRequest } from '../../shared/contracts/bank-api.ts';
import { minor } from '../../shared/domain/money.ts';
import { BankPen } from '../bank-pen.ts';
import { Cable } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

const BATCHES = '/v1/batches';
const DECLINED = 15;
const MISSING = 5;
const RECORDS = 500;

/** What a real bank has booked, and what it says of it, told apart. */
describe('a batch of which the bank says something about most', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folder: string;
  let till: Awaited<ReturnType<typeof startHeadlessTill>>;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
    folder = await mkdtemp(join(tmpdir(), 'twintill-results-'));
    const { activationCode } = await bank.newTerminal();
    till = await startHeadlessTill(folder, { url: cable.url, demoActivationCode: activationCode });
  });
  afterAll(async () => {
    await till.host.close();
    await cable.unplug();
    expect(await bank.problems()).toEqual([]);
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const rows = async () => valueOf(await till.store.outbox());

  /** The first five that it took: it has booked them, and says nothing of them. */
  async function forgetSomeResults(): Promise<{ readonly forgotten: ReadonlySet<string> }> {
    const pen = await BankPen.of(bank);
    const forgotten = new Set<string>();
    cable.answer(BATCHES, async (exchange, ask) => {
      const answer = JSON.parse((await ask()).body) as BatchAnswer;
      const results = answer.results.filter(({ id, code }) => {
        const isForgotten = code === '00' && forgotten.size < MISSING;
        if (isForgotten) forgotten.add(id);
        return !isForgotten;
      });
      if (forgotten.size === MISSING) cable.answer(BATCHES, null);
      return pen.write(exchange, { status: 200, body: { ...answer, results } });
    });
    return { forgotten };
  }

  it('F23 480 accepted, 15 declined, 5 missing: each its own state, and the five are sent again', async () => {
    for (let i = 0; i < DECLINED; i += 1) {
      const promised = { lineUsable: false, amountMinor: minor(900) };
      expect((await till.sellByCard('poor', promised)).kind).toBe('provisional');
    }
    const cash = RECORDS - 2 * DECLINED;
    for (let i = 0; i < cash; i += 1) valueOf(await till.sellForCash(minor(1_000)));
    expect(await rows()).toHaveLength(RECORDS);

    const { forgotten } = await forgetSomeResults();
    expect(await till.outbox.drain({ urgent: true })).toMatchObject({ kind: 'waiting' });
    expect(forgotten.size).toBe(MISSING);
    const waiting = (await rows()).filter(({ lane }) => lane !== 'exception');
    expect(waiting.map(({ transactionId }) => transactionId)).toEqual(
      expect.arrayContaining([...forgotten]),
    );

    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect((await rows()).map(({ lane, reason }) => [lane, reason])).toEqual(
      Array.from({ length: DECLINED }, () => ['exception', '51']),
    );
    const sent = cable
      .sentTo(BATCHES)
      .flatMap(({ body }) => (JSON.parse(body) as BatchRequest).items);
    expect(sent).toHaveLength(RECORDS + MISSING);
    const booked = await bank.rows(
      `SELECT 'reports' AS what, count(*)::int AS n FROM sale_reports
       UNION SELECT state, count(*)::int FROM transactions GROUP BY state ORDER BY 1`,
    );
    expect(booked).toEqual([
      { what: 'refused', n: DECLINED },
      { what: 'reports', n: RECORDS - DECLINED },
    ]);
  });
});
