import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { err } from '../../shared/lib/result.ts';
import { benchCounter } from './testing/bench-counter.ts';
import { outboxKinds, verdict } from './testing/counter-reads.ts';

describe('an approval that cannot be written down', () => {
  const broken = async () => {
    const counter = benchCounter();
    const { host } = counter.fake;
    const { authorise } = host;
    Object.assign(host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answer = await authorise(request);
        counter.fake.journalFails = true;
        return answer;
      },
    });
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    Object.assign(host, { authorise });
    return counter;
  };

  it('P9 is never called approved; cards are locked, cash waits until it is taken back', async () => {
    const counter = await broken();
    expect(verdict(counter)).toMatchObject({ kind: 'not-recorded', code: 'journal-write-failed' });
    expect(counter.checkout.cardsLocked).toBe(true);
    expect(counter.fake.slips).toEqual([]);
    counter.state().nextTender();
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ failure: { code: 'outcome-not-recorded' } });
    counter.state().nextTender();
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ failure: { code: 'outcome-not-recorded' } });
    counter.state().stopPaying();
    counter.cart.getState().clear();
    counter.ringUp(500);
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ failure: { code: 'cards-locked' } });
  });

  it('P5 I9 given up with a journal that fails: not called untouched, reversed when it can be', async () => {
    const counter = benchCounter();
    Object.assign(counter.fake.host, { authorise: () => new Promise(() => undefined) });
    counter.ringUp(2617);
    const paid = counter.state().payCard('good-tap');
    await counter.asked('unknown');
    counter.fake.journalFails = true;
    counter.state().answer('unknown', 'give-up');
    await paid;
    expect(verdict(counter)).toMatchObject({ failure: { code: 'outcome-not-recorded' } });
    expect(counter.checkout.cardsLocked).toBe(true);
    counter.fake.journalFails = false;
    counter.state().nextTender();
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    expect(await outboxKinds(counter)).toEqual(['reversal', 'sale-report']);
  });

  it('P9 as soon as the journal takes it the payment is reversed, and cards are free', async () => {
    const counter = await broken();
    counter.fake.journalFails = false;
    counter.state().nextTender();
    await counter.state().payCash(2617);
    expect(counter.checkout.cardsLocked).toBe(false);
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    expect((await counter.sales())[0]).toMatchObject({
      state: 'completed',
      payments: [{ status: { state: 'reversing', reason: 'not-recorded' } }],
    });
    await counter.till.outbox.drain({ urgent: true });
    expect(counter.fake.booked.size).toBe(0);
  });
});

describe('an approval that the journal holds and the database is silent about', () => {
  it('P9 P2 I2 is taken back, the number of its report declared unused; cash is the only tender', async () => {
    const counter = benchCounter();
    const { store } = counter.till;
    const { apply } = store;
    Object.assign(store, {
      apply: async (...changes: Parameters<typeof apply>) => {
        const done = await apply(...changes);
        const isApproval = changes.some(
          ({ record: { body } }) => body.kind === 'sale' && body.step === 'approved',
        );
        return isApproval ? err(failure('store-timeout', 'planted')) : done;
      },
    });
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ kind: 'not-recorded', code: 'payment-open' });
    const saleId = counter.cart.getState().cart.saleId;
    expect(await counter.checkout.saleOf(saleId)).toMatchObject({ ok: false });
    expect(await counter.checkout.slips.print(saleId, 'first')).toMatchObject({ ok: false });
    Object.assign(store, { apply });
    counter.state().nextTender();
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    expect(await outboxKinds(counter)).toEqual(['reversal', 'void-number', 'sale-report']);
    await counter.till.outbox.drain({ urgent: true });
    expect(counter.fake.booked.size).toBe(0);
    expect(counter.fake.reports.size).toBe(1);
  });
});
