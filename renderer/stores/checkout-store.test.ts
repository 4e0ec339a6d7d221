import { describe, expect, it } from 'vitest';
import { SUPERVISOR_PIN } from '../services/testing/fake-till.ts';
import { benchCounter } from './testing/bench-counter.ts';
import { journalKinds, outboxKinds, verdict } from './testing/counter-reads.ts';

describe('one payment, whatever is pressed', () => {
  it('P8 F20 six presses and a double Enter are one payment', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    const presses = Array.from({ length: 6 }, () => counter.state().payCard('good-tap'));
    await Promise.all([...presses, counter.state().payCash(2617), counter.state().payCash(2617)]);
    expect(counter.fake.seen).toEqual(['authorise works']);
    expect(counter.fake.booked.size).toBe(1);
    await counter.state().payCard('good-tap');
    await counter.state().payCash(2617);
    expect(await counter.sales()).toHaveLength(1);
    expect((await counter.sales())[0]?.tenders).toHaveLength(1);
  });

  it('A15 P8 Pay again while unknown goes on asking for the same id', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    counter.fake.always = 'mute';
    Object.assign(counter.fake.host, { echo: () => Promise.resolve({ ok: true }) });
    const paid = counter.state().payCard('good-tap');
    await counter.asked('unknown');
    counter.fake.always = 'works';
    await counter.state().payCard('limit-tap');
    await paid;
    expect(verdict(counter)).toMatchObject({ kind: 'approved' });
    expect((await counter.sales())[0]?.payments).toHaveLength(1);
    expect(counter.fake.booked.size).toBe(1);
  });

  it('A15 after a decline a new payment of the same sale; the sale is not paid in between', async () => {
    const counter = benchCounter();
    counter.fake.decline.set('poor', '51');
    counter.ringUp(2617);
    const { saleId } = counter.cart.getState().cart;
    await counter.state().payCard('poor');
    expect(verdict(counter)).toMatchObject({ kind: 'declined', sale: { state: 'not-paid' } });
    await counter.state().payCard('good-tap');
    const [sale, ...others] = await counter.sales();
    expect(others).toEqual([]);
    expect(sale).toMatchObject({ id: saleId, state: 'completed', tenders: [{ kind: 'card' }] });
    expect(new Set(sale?.payments.map(({ id }) => id)).size).toBe(2);
  });

  it('P8 what is known of a sale that was left does not come to the next customer', async () => {
    const counter = benchCounter();
    const { checkout, cart, fake, state } = counter;
    fake.decline.set('poor', '51');
    counter.ringUp(2617);
    await state().payCard('poor');
    state().stopPaying();
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const known = checkout.saleOf(cart.getState().cart.saleId);
    Object.assign(checkout, { saleOf: () => slow.then(() => known) });
    state().startPaying();
    state().stopPaying();
    cart.getState().clear();
    Reflect.deleteProperty(checkout, 'saleOf');
    counter.ringUp(500);
    answer();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(await known).toMatchObject({ ok: true, value: { state: 'not-paid' } });
    expect(state().paying).toMatchObject({ sale: null });
  });

  it('P8 a retry after an error ends in one payment', async () => {
    const counter = benchCounter();
    counter.fake.journalFails = true;
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ failure: { code: 'journal-write-failed' } });
    expect(counter.fake.seen).toEqual([]);
    counter.fake.journalFails = false;
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ kind: 'approved' });
    expect(counter.fake.booked.size).toBe(1);
    expect(await counter.sales()).toHaveLength(1);
  });

  it('P5 cash does not close a sale with a payment in doubt; that payment is asked about', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    counter.fake.script = ['lose-answer'];
    Object.assign(counter.fake.host, { echo: () => new Promise(() => undefined) });
    void counter.state().payCard('good-tap');
    await counter.asked('unknown');
    // A second window, or the same one after a restart.
    const again = benchCounter(counter.till);
    again.cart.setState({ cart: counter.cart.getState().cart });
    again.state().startPaying();
    await again.state().payCash(2617);
    expect(verdict(again)).toMatchObject({ failure: { code: 'sale-busy' } });
    again.state().nextTender();
    await again.state().payCard('good-tap');
    expect(verdict(again)).toMatchObject({ kind: 'approved' });
    expect(counter.fake.booked.size).toBe(1);
    expect((await again.sales())[0]?.payments).toHaveLength(1);
  });
});

describe('the PIN', () => {
  it('P27 is asked for by the running payment; without it nothing was sent or written', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    const paid = counter.state().payCard('good-pin');
    expect(await counter.asked('pin')).toMatchObject({ cardId: 'good-pin', amountMinor: 2617 });
    counter.state().answer('pin', 'cancelled');
    await paid;
    expect(verdict(counter)).toEqual({ kind: 'stopped', sale: null });
    expect(counter.fake.pinPad).toEqual(['cancel']);
    expect(counter.fake.seen).toEqual([]);
    expect(journalKinds(counter)).toEqual([]);
  });

  it('P27 a pad that stops in the middle: nothing was sent or written, and it says so', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    const paid = counter.state().payCard('good-pin');
    await counter.asked('pin');
    counter.fake.pinPadFails = true;
    await counter.types('12');
    await paid;
    expect(verdict(counter)).toMatchObject({ kind: 'failed', failure: { code: 'pin-pad-failed' } });
    expect(counter.fake.seen).toEqual([]);
    expect(journalKinds(counter)).toEqual([]);
  });

  it('P18 a tap above the no-PIN limit asks for it, up to it does not', async () => {
    const counter = benchCounter();
    counter.ringUp(100_001);
    const paid = counter.state().payCard('good-tap');
    await counter.asked('pin');
    await counter.types('2468');
    await paid;
    expect(verdict(counter)).toMatchObject({ kind: 'approved' });
    counter.state().stopPaying();
    counter.ringUp(100_000);
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ kind: 'approved' });
  });
});

describe('a promise', () => {
  const above = async (approved: boolean) => {
    const counter = benchCounter();
    counter.line.isUsable = false;
    counter.ringUp(60_000);
    const paid = counter.state().payCard('good-tap');
    const { verdict: asked } = await counter.asked('promise');
    expect(asked).toEqual({ kind: 'needs-supervisor', caps: ['cap-per-sale'] });
    const approval = approved
      ? await counter.fake.host.approve({
          operatorId: '00',
          pin: SUPERVISOR_PIN,
          act: 'allow-above-cap',
        })
      : null;
    counter.state().answer('promise', {
      accept: true,
      customerContact: '138 0000 0000',
      supervisor: approval?.ok === true ? { ...approval.value, reason: 'a regular' } : null,
    });
    await paid;
    return counter;
  };

  it('P15 P19 above a cap: the supervisor’s yes is in the journal first, the contact with it', async () => {
    const counter = await above(true);
    expect(verdict(counter)).toMatchObject({ kind: 'provisional' });
    const bodies = counter.fake.journal.map(({ body }) => body);
    expect(bodies.slice(0, 2)).toMatchObject([
      { kind: 'supervisor-act', act: 'allow-above-cap', supervisorId: '00', reason: 'a regular' },
      { kind: 'sale', sale: { customerContact: '138 0000 0000' } },
    ]);
    expect(counter.fake.slips).toMatchObject([{ certainty: 'promised' }]);
  });

  it('P15 F38 without it nothing is promised', async () => {
    const counter = await above(false);
    expect(verdict(counter)).toMatchObject({ kind: 'failed', failure: { code: 'role-missing' } });
    expect(journalKinds(counter)).toEqual([]);
    expect(await outboxKinds(counter)).toEqual([]);
  });
});

describe('an answer that comes too late', () => {
  it('F14 P6 approved after it was given up: noted, still taken back', async () => {
    const counter = benchCounter();
    const { host } = counter.fake;
    const { authorise } = host;
    let answerNow = (): void => undefined;
    const slow = new Promise<void>((resolve) => (answerNow = resolve));
    Object.assign(host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answer = await authorise(request);
        await slow;
        return answer;
      },
    });
    counter.ringUp(2617);
    const paid = counter.state().payCard('good-tap');
    await counter.asked('unknown');
    counter.state().giveUp();
    await paid;
    answerNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(verdict(counter)).toMatchObject({ kind: 'taken-back' });
    expect((await counter.sales())[0]?.payments[0]?.status.state).toBe('reversing');
    const last = counter.fake.journal.at(-1)?.body;
    expect(last).toMatchObject({ kind: 'notice', code: 'late-answer' });
    expect(counter.fake.slips).toEqual([]);
    await counter.till.outbox.drain({ urgent: true });
    expect(counter.fake.booked.size).toBe(0);
  });
});
