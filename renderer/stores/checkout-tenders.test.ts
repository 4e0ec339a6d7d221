import { describe, expect, it } from 'vitest';
import { benchCounter } from './testing/bench-counter.ts';
import { journalKinds, outboxKinds, verdict } from './testing/counter-reads.ts';

describe('a sale paid in parts', () => {
  it('A17 cash and card close one sale, the rest is exact, change comes from cash only', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    const { saleId } = counter.cart.getState().cart;
    await counter.state().payCash(1000);
    expect(verdict(counter)).toBeNull();
    expect(counter.state().paying?.sale).toMatchObject({ id: saleId, state: 'paying' });
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ kind: 'approved', sale: { state: 'completed' } });
    const [sale, ...others] = await counter.sales();
    expect(others).toEqual([]);
    expect(sale).toMatchObject({
      id: saleId,
      tenders: [
        { kind: 'cash', amountMinor: 1000, receivedMinor: 1000, changeMinor: 0 },
        { kind: 'card', amountMinor: 1617 },
      ],
    });
    expect([...counter.fake.booked.values()]).toMatchObject([{ amountMinor: 1617, saleId }]);
  });

  it('A17 card first, cash over the rest: what is too much is change', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap', 2000);
    expect(verdict(counter)).toMatchObject({ kind: 'approved', sale: { state: 'paying' } });
    expect(counter.fake.slips).toEqual([]);
    counter.state().nextTender();
    await counter.state().payCash(1000);
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    const [sale] = await counter.sales();
    expect(sale?.tenders[1]).toMatchObject({
      amountMinor: 617,
      receivedMinor: 1000,
      changeMinor: 383,
    });
    expect(counter.cart.getState().cart.lines).toEqual([]);
  });

  it.each([
    [2618, 'amount-over-rest'],
    [0, 'amount-invalid'],
    [-1, 'amount-invalid'],
    [1_000_000_000_000, 'amount-invalid'],
    [12.5, 'amount-invalid'],
  ] as const)(
    'A18 %s by card is refused: %s, no card is read, nothing is written',
    async (amount, code) => {
      const counter = benchCounter();
      counter.ringUp(2617);
      await counter.state().payCard('good-tap', amount);
      expect(verdict(counter)).toMatchObject({ kind: 'failed', failure: { code } });
      expect(counter.state().paying?.steps).toEqual([]);
      expect(journalKinds(counter)).toEqual([]);
      expect(counter.fake.seen).toEqual([]);
    },
  );

  it('A18 goods for nothing: nobody is asked how they are paid', () => {
    const counter = benchCounter();
    counter.ringUp(0);
    expect(counter.state().paying).toBeNull();
    counter.ringUp(1);
    expect(counter.state().paying).not.toBeNull();
  });

  it('A18 the change stays at the counter until the next payment begins', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    counter.state().stopPaying();
    // The second of two presses finds nobody paying, and takes nothing away.
    counter.state().stopPaying();
    expect(counter.state().lastChangeMinor).toBe(383);
    counter.ringUp(100);
    expect(counter.state().lastChangeMinor).toBeNull();
    await counter.state().payCard('good-tap');
    counter.state().stopPaying();
    expect(counter.state().lastChangeMinor).toBeNull();
  });

  it.each([0, -1, 1_000_000_000_000, 0.5])('A18 %s in cash is refused', async (amount) => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(amount);
    expect(verdict(counter)).toMatchObject({ kind: 'failed', failure: { code: 'amount-invalid' } });
    expect(journalKinds(counter)).toEqual([]);
    expect(counter.fake.drawer).toEqual([]);
  });

  it('A18 P15 the same sums hold without a line', async () => {
    const counter = benchCounter();
    counter.line.isUsable = false;
    counter.ringUp(2617);
    await counter.state().payCash(2000);
    await counter.state().payCard('good-tap', 618);
    expect(verdict(counter)).toMatchObject({ failure: { code: 'amount-over-rest' } });
    counter.state().nextTender();
    const paid = counter.state().payCard('good-tap');
    expect(await counter.asked('promise')).toMatchObject({ amountMinor: 617 });
    counter.state().answer('promise', { accept: true, customerContact: '', supervisor: null });
    await paid;
    expect(verdict(counter)).toMatchObject({ kind: 'provisional', sale: { state: 'completed' } });
  });

  it('P6 called off: cash goes back, the card is reversed, nothing was sold', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(1000);
    await counter.state().payCard('good-tap', 1000);
    counter.state().nextTender();
    counter.state().stopPaying();
    expect(counter.state().paying).not.toBeNull();
    await counter.state().cancelSale();
    expect(verdict(counter)).toMatchObject({ kind: 'cancelled', cashBackMinor: 1000 });
    expect((await counter.sales())[0]).toMatchObject({ state: 'not-paid', tenders: [] });
    expect(await outboxKinds(counter)).toEqual(['reversal']);
    await counter.till.outbox.drain({ urgent: true });
    expect(counter.fake.booked.size).toBe(0);
    counter.state().stopPaying();
    expect(counter.state().paying).toBeNull();
  });
});

describe('cash rounding', () => {
  it.each([
    ['half-up', 2617, 2620, 3],
    ['half-up', 2614, 2610, -4],
    ['down', 2619, 2610, -9],
    ['up', 2611, 2620, 9],
  ] as const)('A19 %s to ten fen: %i is %i in cash', async (rounding, due, inCash, difference) => {
    const counter = benchCounter();
    counter.rounding.now = { stepMinor: 10, rounding };
    counter.ringUp(due);
    await counter.state().payCash(inCash + 1000);
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    const tender = (await counter.sales())[0]?.tenders[0];
    expect(tender).toMatchObject({
      amountMinor: due,
      roundingMinor: difference,
      changeMinor: 1000,
    });
  });

  it('A19 rounded up, the sum itself is still enough; rounded down, the rounded one is', async () => {
    const up = benchCounter();
    up.rounding.now = { stepMinor: 10, rounding: 'up' };
    up.ringUp(2611);
    await up.state().payCash(2611);
    expect((await up.sales())[0]?.tenders).toMatchObject([{ roundingMinor: 0, changeMinor: 0 }]);
    const down = benchCounter();
    down.rounding.now = { stepMinor: 10, rounding: 'down' };
    down.ringUp(2619);
    await down.state().payCash(2610);
    expect((await down.sales())[0]?.tenders).toMatchObject([{ roundingMinor: -9, changeMinor: 0 }]);
  });

  it('A19 what would be rounded to nothing is paid as it is: nothing is sold for nothing', async () => {
    const counter = benchCounter();
    counter.rounding.now = { stepMinor: 10, rounding: 'half-up' };
    counter.ringUp(4);
    await counter.state().payCash(10);
    expect((await counter.sales())[0]).toMatchObject({
      state: 'completed',
      tenders: [{ amountMinor: 4, roundingMinor: 0, changeMinor: 6 }],
    });
  });

  it('A19 a card is not rounded', async () => {
    const counter = benchCounter();
    counter.rounding.now = { stepMinor: 10, rounding: 'half-up' };
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect([...counter.fake.booked.values()]).toMatchObject([{ amountMinor: 2617 }]);
  });
});
