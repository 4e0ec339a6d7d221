import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLongRun } from '../../build/vitest/long-run.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** A few for every change, the 200 of F05 for a long run. */
const ROUNDS = isLongRun ? 200 : 6;
const POLL_MS = 5;
/** Over the phases of a sale: intent, request, answer, drain. */
const SPREAD_MS = 37;

describe('a till that is killed while it sells', () => {
  let bank: RunningBank;
  let folder: string;

  beforeAll(async () => {
    bank = await RunningBank.start();
    folder = await mkdtemp(join(tmpdir(), 'twintill-killed-'));
  });

  afterAll(async () => {
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('F02 F03 F05 SIGKILL at random moments: all that was said is at the bank, once', async () => {
    const told = join(folder, 'told.log');
    const data = join(folder, 'till');
    for (let round = 0; round < ROUNDS; round += 1) {
      await sellUntilKilled(bank, data, told, (round % 6) * SPREAD_MS);
    }
    const said = existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : [];
    expect(said.length).toBeGreaterThanOrEqual(ROUNDS);

    const till = await startHeadlessTill(data, bank.ready);
    expect(till.report).toMatchObject({ missing: 0, damagedNumbers: [], cardsLocked: false });
    valueOf(await till.resolveOpen());
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });

    const reported = await bank.rows<{ sale_id: string }>('SELECT sale_id FROM sale_reports');
    const saleIds = reported.map((row) => row.sale_id);
    expect(new Set(saleIds).size).toBe(saleIds.length);
    const lost = said.map((line) => line.split(' ')[1]).filter((id) => !saleIds.includes(id ?? ''));
    expect(lost).toEqual([]);

    // Every posting that stands belongs to a sale of the till's; the rest was reversed (I4).
    const standing = await bank.rows<{ sale_id: string; n: string }>(
      `SELECT sale_id, count(*) AS n FROM transactions
        WHERE state IN ('approved', 'posted') GROUP BY sale_id`,
    );
    for (const { sale_id, n } of standing) {
      expect([sale_id, n, saleIds.includes(sale_id)]).toEqual([sale_id, '1', true]);
    }
    const holes = await bank.rows<{ n: string; highest: string }>(
      'SELECT count(DISTINCT number) AS n, max(number) AS highest FROM series_numbers',
    );
    expect(holes[0]?.n).toBe(holes[0]?.highest);
    await till.host.close();
  });
});

/** Kills some time after the first thing that this round told: on a slow machine too it has sold. */
async function sellUntilKilled(
  bank: RunningBank,
  data: string,
  told: string,
  afterMs: number,
): Promise<void> {
  const { url, demoActivationCode } = bank.ready;
  const script = join(import.meta.dirname, 'killed-till.ts');
  const till = spawn(process.execPath, [script, data, url, demoActivationCode, told], {
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => till.once('exit', resolve));
  const before = sizeOf(told);
  while (sizeOf(told) === before && till.exitCode === null) await wait(POLL_MS);
  await wait(afterMs);
  till.kill('SIGKILL');
  await gone;
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
