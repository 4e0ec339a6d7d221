import { describe, expect, it } from 'vitest';
import { batchTotals } from '../../../shared/domain/batch-totals.ts';
import { certaintyOfSale, inksOf } from '../../../shared/domain/certainty.ts';
import { minor } from '../../../shared/domain/money.ts';
import { present } from '../../../shared/lib/assert.ts';
import { FoundSales, type FoundSale } from './found-sales.ts';
import { findHold, openStepOn, runHoldStep, type FoundHold, type HoldOrder } from './hold-money.ts';
import { resolveOpenPayments } from './open-payments.ts';
import { decideReversal } from './payment-settling.ts';
import { RESTING } from '../queue/queue-status.ts';
import { QueueTally } from '../queue/queue-tally.ts';
import { queueView } from '../queue/queue-view.ts';
import { benchTill, scriptedDesk, type CardOptions } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { voidSale } from '../taking-back/void-sale.ts';

const HELD_MINOR = minor(50_000);
const QUESTION = {
  operatorId: '01',
  amountMinor: HELD_MINOR,
  authorisationCode: '123456',
  by: { kind: 'reference', referenceNumber: '100000000001' },
} as const;

type Options = CardOptions & { readonly id?: string };

function withHolds(till: ReturnType<typeof benchTill>) {
  const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
  async function latest() {
    const read = await till.store.recentSales(1);
    return present(read.ok ? read.value[0] : undefined, 'the newest');
  }
  async function found(): Promise<FoundHold> {
    const asked = await findHold(till.fake.host, QUESTION);
    if (!asked.ok) throw new Error(asked.error.code);
    return asked.value;
  }
  async function step(order: HoldOrder, options: Options = {}) {
    const id = options.id ?? till.fake.random.uuid();
    const around = till.surroundings(options.lineUsable ?? true);
    till.fake.nowMs += 1000;
    return runHoldStep(services, around, id, order, scriptedDesk(options));
  }
  const hold = (options: Options = {}, cardId = 'good-tap') =>
    step({ act: 'hold', cardId, amountMinor: HELD_MINOR }, options);
  const complete = async (amountMinor: number, options: Options = {}) =>
    step({ act: 'complete', hold: await found(), amountMinor: minor(amountMinor) }, options);
  async function release(options: Options = {}) {
    const approval = { ...till.fake.approval(), reason: 'left early' };
    return step({ act: 'release', hold: await found(), approval }, options);
  }
  async function voidLatest() {
    const { id: saleId } = await latest();
    const order = { saleId, approval: { ...till.fake.approval(), reason: 'wrong room' } };
    till.fake.nowMs += 1000;
    return voidSale(services, till.surroundings(true), order, scriptedDesk({}));
  }
  return { ...till, latest, found, step, hold, complete, release, voidLatest };
}

async function heldTill() {
  const till = withHolds(benchTill());
  expect(await till.hold()).toMatchObject({ ok: true, value: { kind: 'done' } });
  return till;
}

const DONE = { ok: true, value: { kind: 'done' } } as const;

describe('P18 F38 pre-authorisation', () => {
  it('P3 each is an aggregate of its own that names the hold; the hold stays as it was', async () => {
    const till = await heldTill();
    const held = await till.latest();
    expect(held).toMatchObject({
      number: '01-000001',
      state: 'held',
      lines: [],
      report: null,
      receipt: { printedCount: 0 },
      hold: { act: 'hold' },
      payments: [
        {
          status: { state: 'approved' },
          core: { kind: 'pre-authorisation', transactionNumber: 1 },
        },
      ],
    });
    expect(await till.complete(48_000)).toMatchObject(DONE);
    const completed = await till.latest();
    expect(completed).toMatchObject({
      number: '01-000002',
      state: 'completed',
      report: null,
      hold: { act: 'complete', of: { paymentId: held.payments[0]?.id, amountMinor: HELD_MINOR } },
      payments: [
        {
          core: {
            kind: 'completion',
            amountMinor: 48_000,
            transactionNumber: 2,
            sealedCard: '',
            originalId: held.payments[0]?.id,
          },
        },
      ],
    });
    const stored = await till.store.sales([held.id]);
    expect(stored.ok && stored.value.get(held.id)).toEqual(held);
  });

  it('P17 P18 a tap is asked for its PIN whatever it comes to; cancelled, nothing is written', async () => {
    const till = withHolds(benchTill());
    const desk = scriptedDesk({});
    const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
    const order = { act: 'hold', cardId: 'good-tap', amountMinor: minor(100) } as const;
    const id = till.fake.random.uuid();
    await runHoldStep(services, till.surroundings(true), id, order, desk);
    expect(desk.questions).toMatchObject([{ kind: 'pin', amountMinor: 100 }]);
    const [payment] = (await till.latest()).payments;
    expect(payment?.card.verification).toBe('online-pin');
    const records = till.fake.journal.length;
    expect(await till.hold({ pin: null })).toMatchObject({ value: { kind: 'stopped' } });
    expect(till.fake.journal.length).toBe(records);
  });

  it('P23 what is held or let go is in no total; a completion is a sale in each', async () => {
    const till = await heldTill();
    const sums = async () => {
      const read = await till.store.recentSales(10);
      const sales = read.ok ? [...read.value] : [];
      const { batch } = till.ledger.head().counters;
      const totals = batchTotals(
        sales.flatMap(({ payments }) => payments),
        batch,
      );
      const { businessDay } = till.place;
      const sources = { sales, outbox: [], late: [], businessDay, online: true, status: RESTING };
      const { rows } = queueView(sources);
      return { certain: inksOf(sales).certain, ...totals, rows: rows.length };
    };
    const none = { sumMinor: 0, count: 0 };
    expect(await sums()).toMatchObject({
      certain: { amountMinor: 0, count: 0 },
      debit: none,
      credit: none,
      open: none,
      rows: 0,
    });
    await till.complete(48_000);
    const taken = {
      certain: { amountMinor: 48_000, count: 1 },
      debit: { sumMinor: 48_000, count: 1 },
      credit: none,
      rows: 1,
    };
    expect(await sums()).toMatchObject(taken);
    await till.voidLatest();
    await till.release();
    expect((await till.latest()).state).toBe('released');
    expect(await sums()).toMatchObject({
      certain: { amountMinor: 0, count: 0 },
      debit: { sumMinor: 48_000, count: 1 },
      credit: { sumMinor: 48_000, count: 1 },
      rows: 0,
    });
  });

  it('I1 up to 115 % is taken, once; above that, or of one that does not stand, nothing is sent', async () => {
    const till = await heldTill();
    const sent = () => till.fake.seen.filter((one) => one.startsWith('authorise')).length;
    const before = sent();
    for (const amountMinor of [57_501, 0, -1]) {
      const code = amountMinor > 0 ? 'amount-over-hold' : 'amount-invalid';
      expect(await till.complete(amountMinor)).toMatchObject({ error: { code } });
    }
    expect(sent()).toBe(before);
    expect(await till.complete(57_500)).toMatchObject(DONE);
    expect(await till.complete(1)).toMatchObject({ error: { code: 'hold-not-possible' } });
    expect(await till.release()).toMatchObject({ error: { code: 'hold-not-possible' } });
    expect(sent()).toBe(before + 1);
  });

  it('a void of the completion is the void that there is; the hold stands again', async () => {
    const till = await heldTill();
    await till.complete(48_000);
    expect(await till.voidLatest()).toMatchObject({ value: { kind: 'voided' } });
    expect(await till.latest()).toMatchObject({ state: 'voided', hold: { act: 'complete' } });
    expect(await till.found()).toMatchObject({ state: 'standing' });
    expect(await till.complete(100)).toMatchObject(DONE);
  });

  it('P18 without a line nothing is begun, and nothing sent', async () => {
    const till = await heldTill();
    const records = till.fake.journal.length;
    const offline = { lineUsable: false };
    for (const tried of [till.hold(offline), till.complete(1, offline), till.release(offline)]) {
      expect(await tried).toMatchObject({ error: { code: 'hold-needs-line' } });
    }
    expect(till.fake.journal.length).toBe(records);
  });

  it('P5 no answer and asked by id: one hold; the bank’s no: none, and a new one may be tried', async () => {
    const till = withHolds(benchTill());
    till.fake.decline.set('good-tap', '51');
    expect(await till.hold()).toMatchObject({ value: { kind: 'declined', code: '51' } });
    expect(certaintyOfSale(await till.latest())).toBe('refused');
    till.fake.decline.clear();
    till.fake.script = ['lose-answer'];
    expect(await till.hold()).toMatchObject(DONE);
    expect(till.fake.booked.size).toBe(1);
  });

  it.each(['hold', 'complete', 'release'] as const)(
    'P6 %s given up: reversed before anybody reads of it',
    async (act) => {
      const till = act === 'hold' ? withHolds(benchTill()) : await heldTill();
      const hold = act === 'hold' ? null : await till.found();
      const before = till.fake.booked.size;
      till.fake.script = ['lose-request', ...Array<'mute'>(60).fill('mute')];
      const givesUp = { onUnknown: () => 'give-up' as const };
      const approval = { ...till.fake.approval(), reason: 'left early' };
      const tried =
        hold === null
          ? till.hold(givesUp)
          : act === 'complete'
            ? till.step({ act, hold, amountMinor: minor(100) }, givesUp)
            : till.step({ act: 'release', hold, approval }, givesUp);
      expect(await tried).toMatchObject({ value: { kind: 'taken-back' } });
      expect(certaintyOfSale(await till.latest())).toBe('unknown');
      const rows = await till.store.outbox('reversal');
      const { unsent } = new QueueTally(rows.ok ? rows.value : []).sums();
      // Of what is held nothing is the shop's: counted, and no money.
      expect(unsent).toMatchObject({ count: 1, amountMinor: act === 'complete' ? 100 : 0 });
      till.fake.script = [];
      await till.outbox.drain();
      expect(await till.latest()).toMatchObject({ state: 'not-paid' });
      expect([till.fake.booked.size, till.fake.tombstones.size]).toEqual([before, 1]);
    },
  );

  it.each([
    { act: 'hold', heard: true, state: 'held', fate: 'hold-slip-missing' },
    { act: 'hold', heard: false, state: 'not-paid', fate: 'hold-taken-back' },
    { act: 'complete', heard: true, state: 'completed', fate: 'completion-slip-missing' },
    { act: 'complete', heard: false, state: 'not-paid', fate: 'completion-taken-back' },
    { act: 'release', heard: true, state: 'released', fate: 'release-slip-missing' },
    { act: 'release', heard: false, state: 'not-paid', fate: 'release-taken-back' },
  ] as const)(
    'P5 F03 $act killed after the intent, bank heard: $heard → $state',
    async (killed) => {
      const till = killed.act === 'hold' ? withHolds(benchTill()) : await heldTill();
      const { hold, complete, release } = till;
      const tried = { hold, complete: () => complete(100), release }[killed.act];
      const crash = new Error('killed');
      const { authorise } = till.fake.host;
      Object.assign(till.fake.host, {
        authorise: async (request: Parameters<typeof authorise>[0]) => {
          if (killed.heard) await authorise(request);
          throw crash;
        },
      });
      await expect(tried()).rejects.toBe(crash);
      Object.assign(till.fake.host, { authorise });
      const next = withHolds(benchTill(till.fake, till.store));
      await next.ledger.catchUp();
      let found: readonly FoundSale[] = [];
      const strip = new FoundSales(next.store, (now) => (found = now));
      await strip.look();
      const { id } = await next.latest();
      const underWay = { hold: 'holding', complete: 'completing', release: 'releasing' };
      const fateNow = () => found.find(({ saleId }) => saleId === id)?.fate;
      expect(fateNow()).toBe(underWay[killed.act]);
      await resolveOpenPayments(next.ports, next.ledger, TERMINAL, () => false);
      await next.outbox.drain();
      await strip.again();
      expect(fateNow()).toBe(killed.fate);
      expect((await next.latest()).state).toBe(killed.state);
    },
  );

  it('P8 pressed again while its outcome is unknown: the same id; anything else is not begun', async () => {
    const till = await heldTill();
    const hold = await till.found();
    const crash = new Error('killed');
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, { authorise: () => Promise.reject(crash) });
    const id = till.fake.random.uuid();
    const order = { act: 'complete', hold, amountMinor: minor(100) } as const;
    await expect(till.step(order, { id })).rejects.toBe(crash);
    Object.assign(till.fake.host, { authorise });
    const approval = { ...till.fake.approval(), reason: 'left early' };
    const release = { act: 'release', hold, approval } as const;
    for (const other of [{ ...order, amountMinor: minor(101) }, release]) {
      expect(await openStepOn(till.store, other)).toMatchObject({ value: { id } });
      expect(await till.step(other, { id })).toMatchObject({
        error: { code: 'hold-not-possible' },
      });
    }
    expect(await till.step(order, { id })).toMatchObject(DONE);
    expect(till.fake.booked.size).toBe(2);
  });

  it('P9 done at the bank and not recorded here: cards wait, and it is undone', async () => {
    const till = withHolds(benchTill());
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answered = await authorise(request);
        till.fake.journalFails = true;
        return answered;
      },
    });
    expect(await till.hold()).toMatchObject({ value: { kind: 'not-recorded' } });
    till.fake.journalFails = false;
    const { id: saleId } = await till.latest();
    const which = { saleId, paymentId: present(till.locked[0], 'the hold') };
    await decideReversal(till.ledger, till.fake.random, which, 'not-recorded');
    await till.outbox.drain();
    expect(await till.latest()).toMatchObject({ state: 'not-paid' });
    expect(till.fake.booked.size).toBe(0);
  });

  it('F38 without a supervisor’s receipt for it a release is not written, and does not leave', async () => {
    const till = await heldTill();
    const approval = { approvalId: 'made up', supervisorId: '00', reason: 'because' };
    const tried = await till.step({ act: 'release', hold: await till.found(), approval });
    expect(tried).toMatchObject({ error: { code: 'role-missing' } });
    expect(till.fake.booked.size).toBe(1);
  });
});
