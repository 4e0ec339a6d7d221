import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** The queue over real HTTP to the real bank, on a line that a trainer spoils. */
describe('the queue on a bad line', () => {
  let bank: RunningBank;
  let folder: string;
  let till: Awaited<ReturnType<typeof startHeadlessTill>>;

  beforeAll(async () => {
    bank = await RunningBank.start();
    folder = await mkdtemp(join(tmpdir(), 'twintill-queue-'));
    till = await startHeadlessTill(folder, bank.ready);
  });

  afterAll(async () => {
    await till.host.close();
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const waiting = async (): Promise<number> => valueOf(await till.store.outbox()).length;
  const reports = async (): Promise<number> => {
    const rows = await bank.rows<{ n: string }>('SELECT count(*) AS n FROM sale_reports');
    return Number(rows[0]?.n);
  };

  it('F12 F13 a request lost, an answer lost: under the same ids, each once', async () => {
    for (let i = 0; i < 5; i += 1) valueOf(await till.sellForCash(minor(100 + i)));
    await till.line({ loseNextAnswers: 1 });
    expect(await till.outbox.drain()).toMatchObject({ kind: 'waiting' });
    expect(await reports()).toBe(5);
    expect(await waiting()).toBe(5);
    await till.line({});
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await reports()).toBe(5);
  });

  it('F18 up a second, down a second, while 500 records upload: each once, never backwards', async () => {
    const before = await reports();
    for (let i = 0; i < 440; i += 1) valueOf(await till.sellForCash(minor(1_000)));
    // Promises too: a payment and a report each.
    const promised = { lineUsable: false, amountMinor: minor(100) };
    for (let i = 0; i < 30; i += 1) {
      expect((await till.sellByCard('good-tap', promised)).kind).toBe('provisional');
    }
    await till.line({ flapping: true, flapMs: 1_000, delayMs: 200 });
    let left = await waiting();
    expect(left).toBe(500);
    for (;;) {
      const outcome = await till.outbox.drain({ urgent: true });
      const now = await waiting();
      expect(now).toBeLessThanOrEqual(left);
      left = now;
      if (outcome.kind === 'drained') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await till.line({});
    expect((await reports()) - before).toBe(470);
    const promises = await bank.rows<{ state: string; n: string }>(
      `SELECT state, count(*) AS n FROM transactions WHERE amount_minor = 100 GROUP BY state`,
    );
    expect(promises).toEqual([{ state: 'posted', n: '30' }]);
    const doubles = await bank.rows(
      'SELECT sale_id FROM sale_reports GROUP BY sale_id HAVING count(*) > 1',
    );
    expect(doubles).toEqual([]);
  });

  it('F19 the bank fails after its commit: unknown, and resolved by id', async () => {
    const before = await reports();
    for (let i = 0; i < 4; i += 1) valueOf(await till.sellForCash(minor(1_000)));
    await bank.fault({ failAfterCommit: 2, path: '/batches' });
    for (let i = 0; i < 3; i += 1) await till.outbox.drain({ urgent: true });
    expect(await waiting()).toBe(0);
    expect((await reports()) - before).toBe(4);
  });

  it('P2 P10 the bank is told of this till’s own records alone, whatever a window says of them', async () => {
    const anchor = () =>
      bank.rows(`SELECT anchor_epoch, anchor_number FROM terminals WHERE anchor_number > 0`);
    const before = await anchor();
    const { epoch, number } = till.ledger.head();
    const links = valueOf(await till.host.readChain({ from: number - 1, limit: 2 }));
    const hashes = links.map(({ hash }) => hash);
    const [last = ''] = hashes.slice(-1);
    for (const told of [
      { epoch, from: Number.MAX_SAFE_INTEGER, hashes: [last] },
      { epoch: epoch + 1, from: number - 1, hashes },
      { epoch, from: number - 1, hashes: [last, last] },
      { epoch, from: number, hashes: [last, last] },
    ]) {
      const request = {
        batchId: uuidV7(),
        deliveredUpTo: 0,
        operatorId: '00',
        items: [],
        journal: told,
      };
      expect(await till.host.upload(request)).toMatchObject({
        error: { code: 'message-refused', mayHaveArrived: false },
      });
    }
    expect(await anchor()).toEqual(before);
    valueOf(await till.sellForCash(minor(1_000)));
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await anchor()).not.toEqual(before);
  });
});
