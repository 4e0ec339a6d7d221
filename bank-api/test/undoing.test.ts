import { describe, expect, it } from 'vitest';
import { balanceOf, purchasesPosted } from './postings-of.ts';
import { bankOfThisFile } from './test-bank.ts';

const bank = await bankOfThisFile();

describe('reversals', () => {
  it('P6 F13 an approved payment is undone once, however often it is asked', async () => {
    const till = await bank.newTill();
    const before = await balanceOf(bank, 'good-tap');
    const core = await till.newCore();
    await till.authorise(core);
    const first = await till.reverse(core);
    const second = await till.reverse(core);
    expect(first.json).toEqual({ id: core.id, outcome: 'reversed', code: '00' });
    expect(second.text).toBe(first.text);
    expect(await balanceOf(bank, 'good-tap')).toBe(before);
    expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({
      state: 'reversed',
    });
    expect((await till.authorise(core)).json).toMatchObject({ outcome: 'declined' });
  });

  it('P6 an id never seen leaves a tombstone: the original arriving later is refused', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    const reversed = await till.reverse(core);
    expect(reversed.json).toMatchObject({ outcome: 'tombstone', code: '00' });
    expect((await till.authorise(core)).json).toMatchObject({ outcome: 'declined', code: '12' });
    expect((await till.reverse(core)).text).toBe(reversed.text);
    expect(await purchasesPosted(bank, core.id)).toBe(0);
    expect(await bank.eventCount('late-original')).toBeGreaterThan(0);
  });

  it('P6 a declined payment has nothing to undo', async () => {
    const till = await bank.newTill();
    const core = await till.newCore({ cardId: 'stolen' });
    await till.authorise(core);
    expect((await till.reverse(core)).json).toMatchObject({
      outcome: 'nothing-to-undo',
      code: '00',
    });
  });

  it('P6 authorisation and reversal at the same instant: taken back, whoever is first', async () => {
    const till = await bank.newTill();
    const before = await balanceOf(bank, 'good-tap');
    for (let i = 0; i < 10; i += 1) {
      const core = await till.newCore();
      const order = i % 2 === 0 ? [till.authorise, till.reverse] : [till.reverse, till.authorise];
      await Promise.all(order.map((ask) => ask(core)));
      expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({
        state: 'reversed',
      });
    }
    expect(await balanceOf(bank, 'good-tap')).toBe(before);
  });

  it('P6 a query for an id never seen says so and closes nothing', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    expect((await till.get(`/v1/transactions/${core.id}`)).json).toEqual({
      known: false,
      id: core.id,
    });
    expect((await till.authorise(core)).json).toMatchObject({ outcome: 'approved' });
  });
});

describe('P7 the line dies during an authorisation', () => {
  const orders = {
    'first, second, reversal': [0, 1, 2],
    'first, reversal, second': [0, 2, 1],
    'second, first, reversal': [1, 0, 2],
    'second, reversal, first': [1, 2, 0],
    'reversal, first, second': [2, 0, 1],
    'reversal, second, first': [2, 1, 0],
  };
  it.each(Object.entries(orders))(
    'P7 in the order %s only the second is charged',
    async (_, order) => {
      const till = await bank.newTill();
      const before = await balanceOf(bank, 'good-tap');
      const first = await till.newCore({ amountMinor: 700 });
      const second = await till.newCore({
        amountMinor: 700,
        supersedes: first.id,
        saleId: first.saleId,
      });
      const acts = [
        () => till.authorise(first),
        () => till.batch([till.stored(second)]),
        () => till.reverse(first),
      ];
      for (const at of order) expect((await acts[at]?.())?.status).toBe(200);
      expect((await till.get(`/v1/transactions/${first.id}`)).json).toMatchObject({
        state: 'reversed',
      });
      expect((await till.get(`/v1/transactions/${second.id}`)).json).toMatchObject({
        state: 'posted',
      });
      expect(await balanceOf(bank, 'good-tap')).toBe(before - 700n);
      expect((await till.get('/v1/watermark')).json).toEqual({
        contiguousUpTo: 2,
        highest: 2,
        gaps: [],
      });
    },
  );

  it('P7 the first is undone even when the second is declined', async () => {
    const till = await bank.newTill();
    const first = await till.newCore();
    await till.authorise(first);
    const second = await till.newCore({ cardId: 'stolen', supersedes: first.id });
    expect((await till.authorise(second)).json).toMatchObject({ code: '43' });
    expect((await till.get(`/v1/transactions/${first.id}`)).json).toMatchObject({
      state: 'reversed',
    });
  });
});

describe('voids', () => {
  it('a supervisor takes a purchase back in full, once; a cashier may not (P28, 403)', async () => {
    const till = await bank.newTill();
    const before = await balanceOf(bank, 'good-tap');
    const purchase = await till.newCore({ amountMinor: 4321 });
    await till.authorise(purchase);
    const wish = { kind: 'void' as const, amountMinor: 4321, originalId: purchase.id };
    const void1 = await till.newCore(wish);
    expect((await till.authorise(void1)).status).toBe(403);
    const done = await till.authorise(void1, { operatorId: '00' });
    expect(done.json).toMatchObject({ outcome: 'approved', code: '00' });
    expect(await balanceOf(bank, 'good-tap')).toBe(before);
    const again = await till.authorise(await till.newCore(wish), { operatorId: '00' });
    expect(again.json).toMatchObject({ outcome: 'declined', code: '12' });
    const unknown = { ...wish, originalId: void1.saleId };
    const lost = await till.authorise(await till.newCore(unknown), { operatorId: '00' });
    expect(lost.json).toMatchObject({ code: '25' });
  });

  it('P6 a void that is reversed gives the purchase its force back', async () => {
    const till = await bank.newTill();
    const before = await balanceOf(bank, 'good-tap');
    const purchase = await till.newCore({ amountMinor: 1000 });
    await till.authorise(purchase);
    const wish = { kind: 'void' as const, amountMinor: 1000, originalId: purchase.id };
    const core = await till.newCore(wish);
    await till.authorise(core, { operatorId: '00' });
    expect((await till.reverse(core)).json).toMatchObject({ outcome: 'reversed' });
    expect(await balanceOf(bank, 'good-tap')).toBe(before - 1000n);
    const second = await till.authorise(await till.newCore(wish), { operatorId: '00' });
    expect(second.json).toMatchObject({ outcome: 'approved' });
    expect(await balanceOf(bank, 'good-tap')).toBe(before);
  });

  it('64 when the amount is not the original’s', async () => {
    const till = await bank.newTill();
    const purchase = await till.newCore({ amountMinor: 1000 });
    await till.authorise(purchase);
    const core = await till.newCore({ kind: 'void', amountMinor: 999, originalId: purchase.id });
    expect((await till.authorise(core, { operatorId: '00' })).json).toMatchObject({ code: '64' });
  });
});
