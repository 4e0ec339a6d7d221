import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { minor } from '../../shared/domain/money.ts';
import { err } from '../../shared/lib/result.ts';
import { FoundSales } from '../services/paying/found-sales.ts';
import { resolveOpenPayments } from '../services/paying/open-payments.ts';
import { pricedCart } from '../services/testing/bench-till.ts';
import { TERMINAL } from '../services/testing/fake-till.ts';
import { createFoundStore } from './found-store.ts';
import { benchCounter } from './testing/bench-counter.ts';

const DECLINED = {
  known: true,
  state: 'declined',
  code: '51',
  authorisationCode: '',
  referenceNumber: '',
} as const;

type Counter = ReturnType<typeof benchCounter>;

/** The till is killed where it stands and started again on what it had written. */
async function restarted({ till }: Counter) {
  const counter = benchCounter(till);
  const store = createFoundStore(() => ({
    found,
    checkout: counter.checkout,
    refresh: () => found.again(),
    drain: async () => {
      await counter.till.outbox.drain({ urgent: true });
      await found.again();
    },
  }));
  const found = new FoundSales(till.store, (sales) => store.setState({ found: sales }), {
    isAttended: (saleId) => counter.checkout.attends(saleId),
    isBehind: till.ledger.isBehind,
  });
  await found.look();
  const askedBank = async () => {
    const ports = { ...till.ports, store: till.store };
    await resolveOpenPayments(ports, till.ledger, TERMINAL, () => false);
    await found.again();
  };
  return { ...counter, askedBank, found: store };
}

const fates = ({ found }: Awaited<ReturnType<typeof restarted>>) =>
  found.getState().found.map(({ number, fate, ink }) => [number, fate, ink]);

/** A bank that takes the request and never answers: killed while the customer waits. */
async function killedWhileAsking(arrived: boolean): Promise<Counter> {
  const counter = benchCounter();
  const { host } = counter.fake;
  const { authorise } = host;
  const sent = new Promise<void>((resolve) => {
    Object.assign(host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        if (arrived) await authorise(request);
        resolve();
        return new Promise(() => undefined);
      },
    });
  });
  counter.ringUp(2617);
  void counter.state().payCard('good-tap');
  await sent;
  Object.assign(host, { authorise });
  return counter;
}

describe('what a start found under way', () => {
  it('F01 a card was being read, nothing was written: not paid, until somebody has read it', async () => {
    const counter = benchCounter();
    Object.assign(counter.fake.host, { presentCard: () => new Promise(() => undefined) });
    counter.ringUp(2617);
    void counter.state().payCard('good-tap');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const again = await restarted(counter);
    expect(again.found.getState().found).toMatchObject([
      { number: '', amountMinor: 2617, fate: 'not-paid', ink: 'refused' },
    ]);
    expect(counter.fake.journal).toEqual([]);
    const later = await restarted(counter);
    expect(fates(later)).toEqual(fates(again));
    await later.found.getState().dismiss(later.found.getState().found[0]?.saleId ?? '');
    expect(fates(await restarted(counter))).toEqual([]);
  });

  it('F03 the bank had approved: asked by id, then “approved, slip not printed”; the slip is a copy', async () => {
    const counter = await killedWhileAsking(true);
    const again = await restarted(counter);
    expect(fates(again)).toEqual([['01-000001', 'asking', 'unknown']]);
    await again.askedBank();
    expect(fates(again)).toEqual([['01-000001', 'slip-missing', 'certain']]);
    await again.found.getState().print(again.found.getState().found[0]?.saleId ?? '');
    expect(counter.fake.slips).toMatchObject([{ copyNumber: 2, certainty: 'certain' }]);
    expect(fates(again)).toEqual([]);
    expect(counter.fake.booked.size).toBe(1);
  });

  it('F02 the bank knows nothing of it: taken back, no slip', async () => {
    const counter = await killedWhileAsking(false);
    const again = await restarted(counter);
    await again.askedBank();
    expect(fates(again)).toEqual([['01-000001', 'taken-back', 'unknown']]);
    await counter.till.outbox.drain({ urgent: true });
    expect(counter.fake.booked.size).toBe(0);
  });

  it('F04 the answer was stored, the slip was not printed; dismissed, it does not come back', async () => {
    const counter = benchCounter();
    counter.fake.printerFails = true;
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    const again = await restarted(counter);
    expect(fates(again)).toEqual([['01-000001', 'slip-missing', 'certain']]);
    await again.found.getState().print(again.found.getState().found[0]?.saleId ?? '');
    expect(fates(again)).toHaveLength(1);
    await again.found.getState().dismiss(again.found.getState().found[0]?.saleId ?? '');
    expect(fates(again)).toEqual([]);
    expect(fates(await restarted(counter))).toEqual([]);
  });

  it('A17 P19 a part in cash is on the counter again; a promise without a slip stays a promise', async () => {
    const counter = benchCounter();
    counter.fake.printerFails = true;
    counter.line.isUsable = false;
    counter.ringUp(2617);
    const paid = counter.state().payCard('good-tap');
    await counter.asked('promise');
    counter.state().answer('promise', { accept: true, customerContact: '', supervisor: null });
    await paid;
    counter.state().stopPaying();
    counter.fake.nowMs += 1;
    counter.ringUp(500);
    await counter.state().payCash(100);
    expect(fates(await restarted(counter))).toEqual([
      ['01-000002', 'part-paid', 'certain'],
      ['01-000001', 'slip-missing', 'promised'],
    ]);
  });

  it('P13 F04 I9 a loss that was made up for and has no slip of that yet is told, however old the sale', async () => {
    const counter = benchCounter();
    const { fake, line, till } = counter;
    line.isUsable = false;
    counter.ringUp(2617);
    const promised = counter.state().payCard('good-chip');
    await counter.asked('promise');
    counter.state().answer('promise', { accept: true, customerContact: '', supervisor: null });
    await promised;
    counter.state().stopPaying();
    fake.decline.set('good-chip', '51');
    await till.outbox.drain();
    line.isUsable = true;
    const [sale] = await counter.sales();
    for (let others = 0; others < 50; others += 1) {
      fake.nowMs += 1;
      counter.ringUp(100);
      await counter.state().payCash(100);
      counter.state().stopPaying();
    }
    fake.printerFails = true;
    await counter.state().startRecovery(sale?.id ?? '', sale?.tenders[0]?.id ?? '', 'card');
    await counter.state().payCard('good-tap');
    fake.printerFails = false;
    const again = await restarted(counter);
    expect(fates(again)).toEqual([['01-000001', 'slip-missing', 'certain']]);
    await again.found.getState().print(sale?.id ?? '');
    expect(fake.slips.at(-1)).toMatchObject({ copyNumber: 2, certainty: 'certain' });
    expect(fates(again)).toEqual([]);
    expect(fates(await restarted(counter))).toEqual([]);
  });

  it('I4 F03 a part that the bank approved of a customer who is gone goes back from here', async () => {
    const counter = benchCounter();
    counter.fake.inPart.set('small', 1500);
    counter.ringUp(2617);
    await counter.state().payCard('small');
    expect(counter.state().paying?.verdict).toMatchObject({ sale: { state: 'paying' } });
    const again = await restarted(counter);
    const [left] = again.found.getState().found;
    expect(left).toMatchObject({ fate: 'part-paid', amountMinor: 1500, giveBackMinor: 1500 });
    await again.found.getState().giveBack(left?.saleId ?? '');
    expect(fates(again)).toEqual([['01-000001', 'taken-back', 'refused']]);
    expect(again.found.getState().found[0]?.giveBackMinor).toBeNull();
    expect(counter.fake.booked.size).toBe(0);
  });

  it('F01 F06 a card dialogue whose end the power took away is told by its sale', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    counter.state().stopPaying();
    counter.till.store.cutPower();
    expect(fates(await restarted(counter))).toEqual([]);
  });

  it('I9 F06 given up after it was sent, it is never told as “nothing was charged”', async () => {
    const counter = benchCounter();
    const { fake, till } = counter;
    fake.always = 'mute';
    Object.assign(fake.host, { echo: () => Promise.resolve({ ok: true }) });
    counter.ringUp(2617);
    const paid = counter.state().payCard('good-tap');
    await counter.asked('unknown');
    counter.state().giveUp();
    await paid;
    till.store.cutPower();
    expect(fates(await restarted(counter))).toEqual([['01-000001', 'taken-back', 'unknown']]);
  });

  it('F03 killed again before anybody has read it, a sale that was declined meanwhile is told again', async () => {
    const counter = await killedWhileAsking(true);
    counter.fake.booked.clear();
    Object.assign(counter.fake.host, {
      query: () => Promise.resolve({ ok: true, value: { answer: DECLINED } }),
    });
    const again = await restarted(counter);
    await again.askedBank();
    expect(fates(again)).toEqual([['01-000001', 'not-paid', 'refused']]);
    const later = await restarted(counter);
    expect(fates(later)).toEqual([['01-000001', 'not-paid', 'refused']]);
    await later.found.getState().dismiss(later.found.getState().found[0]?.saleId ?? '');
    expect(fates(await restarted(counter))).toEqual([]);
  });

  it('I9 a second card was being read while the first try goes back: nobody says “nothing was charged”', async () => {
    const counter = benchCounter();
    const { fake } = counter;
    fake.always = 'mute';
    Object.assign(fake.host, { echo: () => Promise.resolve({ ok: true }) });
    counter.ringUp(2617);
    const first = counter.state().payCard('good-tap');
    await counter.asked('unknown');
    counter.state().giveUp();
    await first;
    counter.state().nextTender();
    fake.always = 'works';
    counter.line.isUsable = false;
    Object.assign(fake.host, { presentCard: () => new Promise(() => undefined) });
    void counter.state().payCard('good-tap');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(fates(await restarted(counter))).toEqual([['01-000001', 'taken-back', 'unknown']]);
  });

  it('F04 a database that did not answer at the start is asked again', async () => {
    const counter = benchCounter();
    counter.fake.printerFails = true;
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    const { store } = counter.till;
    const { recentSales } = store;
    Object.assign(store, { recentSales: () => Promise.resolve(err(failure('store-timeout'))) });
    const shown: unknown[] = [];
    const found = new FoundSales(store, (sales) => shown.push(sales));
    await found.look();
    expect(shown.at(-1)).toEqual([]);
    Object.assign(store, { recentSales });
    await found.lookIfNeeded();
    expect(shown.at(-1)).toMatchObject([{ fate: 'slip-missing' }]);
  });

  it('F04 I9 a look that began before the slip was printed and ends after it brings nothing back', async () => {
    const counter = benchCounter();
    counter.fake.printerFails = true;
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    counter.fake.printerFails = false;
    const again = await restarted(counter);
    const { store } = counter.till;
    const { sales } = store;
    let answerLate = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      answerLate = resolve;
    });
    Object.assign(store, {
      sales: async (ids: readonly string[]) => {
        const read = await sales(ids);
        await late;
        return read;
      },
    });
    const slow = again.askedBank();
    await new Promise((resolve) => setTimeout(resolve, 5));
    Object.assign(store, { sales });
    await again.found.getState().print(again.found.getState().found[0]?.saleId ?? '');
    expect(fates(again)).toEqual([]);
    answerLate();
    await slow;
    expect(fates(again)).toEqual([]);
  });

  it('F08 I9 “not paid” is not told of a sale that was paid since, which the database lacks', async () => {
    const counter = await killedWhileAsking(true);
    counter.fake.booked.clear();
    Object.assign(counter.fake.host, {
      query: () => Promise.resolve({ ok: true, value: { answer: DECLINED } }),
    });
    const again = await restarted(counter);
    await again.askedBank();
    expect(fates(again)).toEqual([['01-000001', 'not-paid', 'refused']]);
    const { store, ledger } = counter.till;
    const { apply } = store;
    Object.assign(store, { apply: () => Promise.resolve(err(failure('store-full'))) });
    const cart = pricedCart(again.found.getState().found[0]?.saleId ?? '', minor(2617));
    expect(await again.checkout.payCash(cart, minor(3000))).toMatchObject({
      error: { code: 'store-behind' },
    });
    await again.askedBank();
    expect(fates(again)).toEqual([]);
    Object.assign(store, { apply });
    await ledger.catchUp();
    await again.askedBank();
    expect(fates(again)).toEqual([['01-000001', 'slip-missing', 'certain']]);
  });

  it('F04 what went well is not told', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(fates(await restarted(counter))).toEqual([]);
  });
});
