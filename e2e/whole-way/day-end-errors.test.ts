import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { present } from '../../shared/lib/assert.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from './day-ends.ts';
import { shopForTests } from './shop-for-tests.ts';

/** The third verdict of a day end (TERMINAL 2b): the bank can not settle this batch at all. */
describe('a batch that another settlement has closed', () => {
  const shop = shopForTests();

  const { approval, close, cure, last, sell, paidOut } = dayEndsIn(shop);

  /** With nothing in it, so many batches ahead of this till. */
  async function closedElsewhere(ahead: number): Promise<number> {
    const terminal = present(valueOf(await shop.till.host.about()).terminal, 'a terminal');
    const { merchantId, terminalId } = terminal;
    const batch = shop.till.ledger.head().counters.batch + ahead;
    await shop.bank.rows(
      `INSERT INTO settlements VALUES ($1, gen_random_uuid(), $2, $3, '00', 1, 2)`,
      [merchantId, terminalId, batch],
    );
    return batch;
  }

  it('P22 is an error that says why, pays nothing out, and is settled under the next number', async () => {
    await sell(1000);
    const batch = await closedElsewhere(0);
    const failed = await close();
    expect([failed.step, failed.bankError, failed.differences]).toEqual([
      'disagree',
      'batch-closed',
      [],
    ]);
    expect(await paidOut(failed)).toBe(0);
    // Nothing in it can be put right, so that it is not asked for again under its number.
    const cured = await shop.till.dayEnd.cure([], await approval());
    expect(cured.ok ? '' : cured.error.code).toBe('not-found');
    // The journal tells of it to the next program too, which begins anew as well.
    await shop.restart();
    expect(await last()).toMatchObject({
      id: failed.id,
      bankError: 'batch-closed',
    });
    const next = await close();
    expect([next.step, next.batchNumber, next.bankError]).toEqual([
      'confirmed',
      batch + 1,
      undefined,
    ]);
    expect(await paidOut(next)).toBe(1000);
  });

  it('P21 P22 the bank is some batches ahead: the next day end is behind what it has closed', async () => {
    await sell(1000);
    const batch = await closedElsewhere(3);
    expect((await close()).bankError).toBe('batch-closed');
    await sell(70);
    const next = await close();
    expect([next.step, next.batchNumber]).toEqual(['confirmed', batch + 1]);
    expect(await paidOut(next)).toBe(1070);
  });

  it('P22 P23 a till that was put back has forgotten its day end: what that paid out is named, and not paid twice', async () => {
    await sell(1000);
    const older = await mkdtemp(join(tmpdir(), 'twintill-older-'));
    await shop.till.host.close();
    await cp(shop.folder, older, { recursive: true });
    await shop.startAgain();
    const forgotten = await close();
    expect([forgotten.step, await paidOut(forgotten)]).toEqual(['confirmed', 1000]);
    await shop.till.host.close();
    await rm(shop.folder, { recursive: true });
    await rename(older, shop.folder);
    await shop.startAgain();

    await sell(250);
    const failed = await close();
    expect([failed.batchNumber, failed.bankError]).toEqual([forgotten.batchNumber, 'batch-closed']);
    const next = await close();
    expect(next.step).toBe('disagree');
    expect(next.differences.map(({ till, kind }) => [till?.amountMinor, kind])).toEqual([
      [1000, 'other-batch'],
    ]);
    const cured = await cure(next.differences);
    expect([cured.step, cured.totals.debit]).toEqual(['confirmed', { sumMinor: 250, count: 1 }]);
    expect([await paidOut(failed), await paidOut(cured)]).toEqual([0, 250]);
  });
});
