import { afterEach, describe, expect, it, vi } from 'vitest';
import { isoDate } from '../../shared/domain/business-day.ts';
import { SETTLEMENTS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from './day-ends.ts';
import { shopForTests } from './shop-for-tests.ts';

const DAY_MS = 86_400_000;

/** A settlement that is open, or a batch, over the hour at which the business day ends (P22). */
describe('day ends over the cut-off', () => {
  const shop = shopForTests();
  const { close, end, last, sell, paidOut } = dayEndsIn(shop);
  afterEach(() => vi.useRealTimers());

  /** The shop opens again a day later; the bank, whose clock is another, brings its own time (P20). */
  async function nextMorning(): Promise<void> {
    await shop.till.host.close();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS });
    await shop.startAgain();
  }

  async function days(): Promise<readonly (readonly [number | undefined, string, number])[]> {
    const sales = valueOf(await shop.till.store.recentSales(10));
    const oldestFirst = [...sales].reverse();
    return oldestFirst.map(({ payments: [one], businessDay }) => [
      one?.core.amountMinor,
      businessDay,
      one?.core.batchNumber ?? 0,
    ]);
  }

  it('P21 P22 P23 the answer to the totals gets lost, and it goes on a day later: the old day, its number, once', async () => {
    await sell(1000);
    const { batch } = shop.till.ledger.head().counters;
    const held = shop.cable.hold(SETTLEMENTS, 'answer');
    const ending = end();
    await held.reached;
    // While the bank settles, a sale goes on: it is in the next batch, of this day still.
    await sell(70);
    held.drop();
    const { settlement: open, noAnswer } = await ending;
    expect(noAnswer?.code).toBe('line-no-answer');
    const day = open.businessDay;
    const nextDay = isoDate(Date.parse(day) + DAY_MS);

    await nextMorning();
    await sell(300);
    await shop.till.dayEnd.resume();
    const settled = await last();
    expect(settled).toMatchObject({
      id: open.id,
      step: 'confirmed',
      batchNumber: batch,
      businessDay: day,
    });
    expect(settled?.totals.debit).toEqual({ sumMinor: 1000, count: 1 });
    expect(await days()).toEqual([
      [1000, day, batch],
      [70, day, batch + 1],
      [300, nextDay, batch + 1],
    ]);
    const next = await close();
    expect(next).toMatchObject({ step: 'confirmed', batchNumber: batch + 1, businessDay: nextDay });
    expect(next.totals.debit).toEqual({ sumMinor: 370, count: 2 });
    expect([await paidOut(open), await paidOut(next)]).toEqual([1000, 370]);
    const rows = await shop.bank.rows(`SELECT id FROM settlements WHERE id = $1`, [open.id]);
    expect(rows).toHaveLength(1);
  });

  it('P22 F36 closed without a line, the batch spans two days and is settled as one', async () => {
    await sell(1000);
    const { batch } = shop.till.ledger.head().counters;
    await shop.till.line({ cut: true });
    const unconfirmed = await close();
    expect([unconfirmed.step, unconfirmed.batchNumber]).toEqual(['unconfirmed', batch]);
    await nextMorning();
    await sell(300);
    const settled = await close();
    expect([settled.step, settled.batchNumber]).toEqual(['confirmed', batch]);
    expect(settled.businessDay).toBe(isoDate(Date.parse(unconfirmed.businessDay) + DAY_MS));
    expect((await days()).map(([, day]) => day)).toEqual([
      unconfirmed.businessDay,
      settled.businessDay,
    ]);
    expect(await paidOut(settled)).toBe(1300);
  });
});
