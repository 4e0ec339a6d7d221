import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import type { JournalBody } from '../../shared/domain/journal.ts';
import { err } from '../../shared/lib/result.ts';
import { createLedger } from '../services/books/ledger-of-the-till.ts';
import { SUPERVISOR_PIN } from '../services/testing/fake-till.ts';
import { benchCounter } from './testing/bench-counter.ts';

type Counter = ReturnType<typeof benchCounter>;

const verdict = ({ state }: Counter) => state().paying?.verdict ?? null;
const kinds = ({ fake }: Counter): JournalBody['kind'][] =>
  fake.journal.map(({ body }) => body.kind);

const drawerRecords = ({ fake }: Counter): unknown[] =>
  fake.journal.flatMap(({ body }) => (body.kind === 'sale' ? [body.opensDrawer] : []));

/** What nobody waits for has come to rest. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function outboxKinds({ till }: Counter): Promise<string[]> {
  const rows = await till.store.outbox();
  return rows.ok ? rows.value.map(({ kind }) => kind) : [];
}

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
      expect(kinds(counter)).toEqual([]);
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

  it.each([0, -1, 1_000_000_000_000, 0.5])('A18 %s in cash is refused', async (amount) => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(amount);
    expect(verdict(counter)).toMatchObject({ kind: 'failed', failure: { code: 'amount-invalid' } });
    expect(kinds(counter)).toEqual([]);
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
    expect(kinds(counter)).toEqual([]);
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
    expect(kinds(counter)).toEqual([]);
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
    expect(kinds(counter)).toEqual([]);
    expect(await outboxKinds(counter)).toEqual([]);
  });
});

describe('slip and drawer', () => {
  it('A27 the drawer opens once for a cash sale, after its record, and not for a reprint', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(1000);
    await counter.state().payCash(2000);
    await counter.state().printAgain();
    expect(counter.fake.drawer).toHaveLength(1);
    expect(kinds(counter)).toEqual(['sale', 'sale', 'printed', 'printed']);
    expect(drawerRecords(counter)).toEqual([true, undefined]);
  });

  it('A27 P9 its record is in both copies before it opens; a sale that is not recorded opens nothing', async () => {
    const counter = benchCounter();
    const { fake, till } = counter;
    const inBoth: (readonly boolean[])[] = [];
    const { openDrawer } = fake.host;
    Object.assign(fake.host, {
      openDrawer: async (saleId: string) => {
        const sales = await till.store.sales([saleId]);
        inBoth.push([drawerRecords(counter).includes(true), sales.ok && sales.value.has(saleId)]);
        return openDrawer(saleId);
      },
    });
    fake.journalFails = true;
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    expect(inBoth).toEqual([]);
    fake.journalFails = false;
    await counter.state().payCash(3000);
    expect(inBoth).toEqual([[true, true]]);
  });

  it('A27 P10 a start that finds its record, or completes the database from it, opens nothing', async () => {
    const counter = benchCounter();
    const { fake, till } = counter;
    till.store.failNext('failed', 9);
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    expect(drawerRecords(counter)).toEqual([]);
    till.store.failNext('failed', 0);
    const { apply } = till.store;
    Object.assign(till.store, { apply: () => new Promise(() => undefined) });
    void counter.state().payCash(3000);
    await settled();
    expect(drawerRecords(counter)).toEqual([true]);
    Object.assign(till.store, { apply });
    const ports = { ...till.ports, store: till.store };
    const restarted = createLedger(ports);
    expect(await restarted.catchUp()).toEqual({ ok: true, value: 1 });
    expect(fake.drawer).toEqual([]);
  });

  it('A27 one that stays shut is said and noted; the sale stands, and nobody waits', async () => {
    const counter = benchCounter();
    let answer: (opened: unknown) => void = () => undefined;
    const openDrawer = () => new Promise((resolve) => (answer = resolve));
    Object.assign(counter.fake.host, { openDrawer });
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    expect(verdict(counter)).toMatchObject({ kind: 'cash', sale: { state: 'completed' } });
    expect(counter.state().paying).toMatchObject({ isDrawerShut: false });
    answer(err(failure('drawer-not-ready')));
    await settled();
    expect(counter.state().paying).toMatchObject({ isDrawerShut: true });
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    expect(counter.fake.journal.at(-1)?.body).toMatchObject({ code: 'drawer-not-ready' });
  });

  it('A27 a card alone does not open it', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(counter.fake.drawer).toEqual([]);
  });

  it('A26 F04 a failed print undoes nothing; a retry is the slip, the next one a copy', async () => {
    const counter = benchCounter();
    counter.fake.printerFails = true;
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(counter.state().paying).toMatchObject({ slip: 'not-printed', busy: false });
    expect(verdict(counter)).toMatchObject({ kind: 'approved' });
    counter.fake.printerFails = false;
    await counter.state().printAgain();
    await counter.state().printAgain();
    expect(counter.fake.slips.map(({ copyNumber }) => copyNumber)).toEqual([1, 2]);
    expect(counter.fake.booked.size).toBe(1);
    expect((await counter.sales())[0]?.receipt.printedCount).toBe(2);
  });

  it('A26 two jobs at once are two slips, and only one of them is the first', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    const saleId = counter.state().paying?.sale?.id ?? '';
    await Promise.all([
      counter.checkout.slips.print(saleId, 'again'),
      counter.checkout.slips.print(saleId, 'again'),
    ]);
    expect(counter.fake.slips.map(({ copyNumber }) => copyNumber)).toEqual([1, 2, 3]);
  });
});

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
      apply: async (changes: Parameters<typeof apply>[0]) => {
        const done = await apply(changes);
        const { body } = changes.record;
        const isApproval = body.kind === 'sale' && body.step === 'approved';
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
