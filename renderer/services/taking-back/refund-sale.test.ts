import { describe, expect, it } from 'vitest';
import { batchTotals } from '../../../shared/domain/batch-totals.ts';
import { certaintyOfSale, inksOf } from '../../../shared/domain/certainty.ts';
import { minor } from '../../../shared/domain/money.ts';
import { NOTHING_SETTLED } from '../../../shared/domain/settlement.ts';
import { present } from '../../../shared/lib/assert.ts';
import { paymentsToSettle } from '../day-end/day-end-payments.ts';
import { FoundSales, type FoundSale } from '../paying/found-sales.ts';
import { resolveOpenPayments } from '../paying/open-payments.ts';
import { decideReversal } from '../paying/payment-settling.ts';
import { RESTING } from '../queue/queue-status.ts';
import { QueueTally } from '../queue/queue-tally.ts';
import { queueView } from '../queue/queue-view.ts';
import { findRefundable, openRefundOf, refundSale } from './refund-sale.ts';
import { benchTill, pricedCart, scriptedDesk, type CardOptions } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';

const SOLD_MINOR = minor(2617);
const QUESTION = {
  operatorId: '01',
  amountMinor: SOLD_MINOR,
  by: { kind: 'reference', referenceNumber: '000000000001' },
} as const;

function withRefunds(till: ReturnType<typeof benchTill>) {
  const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
  async function latest() {
    const read = await till.store.recentSales(1);
    return present(read.ok ? read.value[0] : undefined, 'the newest');
  }
  async function original() {
    const found = await findRefundable(till.fake.host, QUESTION);
    if (!found.ok) throw new Error(found.error.code);
    return found.value;
  }
  async function tryRefund(amountMinor: number, options: CardOptions & { id?: string } = {}) {
    const refundId = options.id ?? till.fake.random.uuid();
    const approval = { ...till.fake.approval(), reason: 'too small' };
    const order = { original: await original(), amountMinor: minor(amountMinor), approval };
    const around = till.surroundings(options.lineUsable ?? true);
    till.fake.nowMs += 1000;
    return refundSale(services, around, refundId, order, scriptedDesk(options));
  }
  return { ...till, latest, original, tryRefund };
}

/** One sale of 26.17 by card, approved by the bank. */
async function soldByCard() {
  const till = withRefunds(benchTill());
  await till.payByCard('good-tap');
  return till;
}

describe('P18 F38 refund', () => {
  it('P3 an aggregate of its own: number, day, transaction; the sale stands as it was', async () => {
    const till = await soldByCard();
    const sale = await till.latest();
    expect(await till.tryRefund(600)).toMatchObject({ ok: true, value: { kind: 'refunded' } });
    const refund = await till.latest();
    expect(refund).toMatchObject({
      number: '01-000002',
      state: 'refunded',
      businessDay: till.place.businessDay,
      lines: [],
      report: null,
      receipt: { printedCount: 0 },
      refundOf: { paymentId: sale.payments[0]?.id, amountMinor: 2617, traceNumber: 1 },
    });
    expect(refund.payments).toMatchObject([
      {
        status: { state: 'approved' },
        supervisorId: '00',
        core: {
          kind: 'refund',
          amountMinor: 600,
          transactionNumber: 3,
          sealedCard: '',
          saleId: refund.id,
          originalId: sale.payments[0]?.id,
        },
      },
    ]);
    const stored = await till.store.sales([sale.id]);
    expect(stored.ok && stored.value.get(sale.id)).toEqual(sale);
  });

  it('I1 subtracted in every sum: inks, batch, queue', async () => {
    const till = await soldByCard();
    await till.tryRefund(600);
    const read = await till.store.recentSales(10);
    const sales = read.ok ? [...read.value] : [];
    expect(certaintyOfSale(await till.latest())).toBe('certain');
    expect(inksOf(sales).certain).toEqual({ count: 2, amountMinor: 2017 });
    const { debit, credit } = batchTotals(
      sales.flatMap(({ payments }) => payments),
      till.ledger.head().counters.batch,
    );
    expect([debit, credit]).toEqual([
      { sumMinor: 2617, count: 1 },
      { sumMinor: 600, count: 1 },
    ]);
    const { businessDay } = till.place;
    const { rows } = queueView({
      sales,
      outbox: [],
      late: [],
      businessDay,
      online: true,
      status: RESTING,
    });
    expect(rows.map(({ amountMinor, state, ink }) => [amountMinor, state, ink])).toContainEqual([
      -600,
      'refunded',
      'certain',
    ]);
  });

  it('P22 P23 of a sale that was settled long ago: it is in the batch in which it is made', async () => {
    const till = await soldByCard();
    const settled = { ...NOTHING_SETTLED, batch: till.ledger.head().counters.batch };
    await till.ledger.commit((numbers) => {
      numbers.openBatch(settled.batch + 1);
      return { kind: 'batch-opened', batchNumber: settled.batch + 1, parametersVersion: 1 };
    });
    // More sales since than one page of the newest, so that the old one is not met.
    for (let i = 0; i < 3; i += 1) {
      till.fake.nowMs += 1000;
      await till.payByCard('good-tap', { cart: pricedCart(till.fake.random.uuid(), minor(100)) });
    }
    await till.tryRefund(600);
    const due = await paymentsToSettle(till.store, settled.batch + 1, settled);
    const refunds = due.ok ? due.value.filter(({ payment }) => payment.core.kind === 'refund') : [];
    expect(refunds).toMatchObject([{ sale: { state: 'refunded' } }]);
    expect(refunds[0]?.payment.core.batchNumber).toBe(settled.batch + 1);
  });

  it('I1 the bank says how much is left, whoever has refunded; nothing above that is sent', async () => {
    const till = await soldByCard();
    await till.tryRefund(2000);
    expect(await till.original()).toMatchObject({ leftMinor: 617 });
    const sent = till.fake.seen.filter((one) => one.startsWith('authorise')).length;
    for (const amountMinor of [618, 0, -1]) {
      expect(await till.tryRefund(amountMinor)).toMatchObject({
        error: { code: 'amount-over-original' },
      });
    }
    expect(till.fake.seen.filter((one) => one.startsWith('authorise'))).toHaveLength(sent);
    expect(await till.tryRefund(617)).toMatchObject({ value: { kind: 'refunded' } });
  });

  it('P18 without a line nothing is begun, and nothing sent', async () => {
    const till = await soldByCard();
    const records = till.fake.journal.length;
    expect(await till.tryRefund(1, { lineUsable: false })).toMatchObject({
      error: { code: 'refund-needs-line' },
    });
    expect(till.fake.journal.length).toBe(records);
    till.fake.always = 'cut';
    expect(await findRefundable(till.fake.host, QUESTION)).toMatchObject({
      error: { code: 'line-bank-unreachable' },
    });
  });

  it('the bank says no: nothing went back, and a new one may be tried', async () => {
    const till = await soldByCard();
    till.fake.decline.set('', '64');
    expect(await till.tryRefund(600)).toMatchObject({ value: { kind: 'declined', code: '64' } });
    expect(await till.latest()).toMatchObject({ state: 'not-paid' });
    expect(certaintyOfSale(await till.latest())).toBe('refused');
    till.fake.decline.clear();
    expect(await till.tryRefund(600)).toMatchObject({ value: { kind: 'refunded' } });
  });

  it('P5 no answer and asked by id: one refund', async () => {
    const till = await soldByCard();
    const tried = till.tryRefund(600);
    till.fake.script = ['lose-answer'];
    expect(await tried).toMatchObject({ value: { kind: 'refunded' } });
    expect(till.fake.seen).toContain('authorise lose-answer');
    expect(till.fake.booked.size).toBe(2);
  });

  it('P6 given up: the refund is reversed before anybody reads of it; negative while it waits', async () => {
    const till = await soldByCard();
    const tried = till.tryRefund(600, { onUnknown: () => 'give-up' });
    till.fake.script = ['lose-request', ...Array<'mute'>(60).fill('mute')];
    expect(await tried).toMatchObject({
      value: { kind: 'taken-back', sale: { state: 'not-paid' } },
    });
    expect(certaintyOfSale(await till.latest())).toBe('unknown');
    const rows = await till.store.outbox('reversal');
    const { unsent } = new QueueTally(rows.ok ? rows.value : []).sums();
    expect(unsent).toMatchObject({ count: 1, inks: { certain: 0, unknown: -600 } });
    till.fake.script = [];
    await till.outbox.drain();
    expect(certaintyOfSale(await till.latest())).toBe('refused');
    expect([till.fake.booked.size, till.fake.tombstones.size]).toEqual([1, 1]);
  });

  it.each([
    { heard: true, state: 'refunded', fate: 'refund-slip-missing', booked: 2 },
    { heard: false, state: 'not-paid', fate: 'refund-taken-back', booked: 1 },
  ])('P5 F03 killed after the intent, bank heard: $heard → $state', async (killedAt) => {
    const till = await soldByCard();
    const killed = new Error('killed');
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        if (killedAt.heard) await authorise(request);
        throw killed;
      },
    });
    await expect(till.tryRefund(600)).rejects.toBe(killed);
    Object.assign(till.fake.host, { authorise });
    const next = withRefunds(benchTill(till.fake, till.store));
    await next.ledger.catchUp();
    let found: readonly FoundSale[] = [];
    const strip = new FoundSales(next.store, (now) => (found = now));
    await strip.look();
    expect(found.map(({ fate, amountMinor }) => [fate, amountMinor])).toContainEqual([
      'refunding',
      -600,
    ]);
    const { id } = await next.latest();
    const open = await openRefundOf(next.store, (await next.original()).of.paymentId);
    expect(open).toMatchObject({ value: { id } });
    await resolveOpenPayments(next.ports, next.ledger, TERMINAL, () => false);
    await next.outbox.drain();
    await strip.again();
    expect(found.find(({ saleId }) => saleId === id)?.fate).toBe(killedAt.fate);
    expect((await next.latest()).state).toBe(killedAt.state);
    expect(till.fake.booked.size).toBe(killedAt.booked);
  });

  it('P8 pressed again while its outcome is unknown: the same id; another amount is not begun', async () => {
    const till = await soldByCard();
    const killed = new Error('killed');
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, { authorise: () => Promise.reject(killed) });
    const id = till.fake.random.uuid();
    await expect(till.tryRefund(600, { id })).rejects.toBe(killed);
    Object.assign(till.fake.host, { authorise });
    expect(await till.tryRefund(601, { id })).toMatchObject({
      error: { code: 'refund-not-possible' },
    });
    const records = till.fake.journal.filter(({ body }) => body.kind === 'supervisor-act').length;
    expect(await till.tryRefund(600, { id })).toMatchObject({ value: { kind: 'refunded' } });
    expect(till.fake.journal.filter(({ body }) => body.kind === 'supervisor-act')).toHaveLength(
      records,
    );
    expect(till.fake.booked.size).toBe(2);
  });

  it('P9 done at the bank and not recorded here: cards wait, and the refund is undone', async () => {
    const till = await soldByCard();
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answered = await authorise(request);
        till.fake.journalFails = true;
        return answered;
      },
    });
    expect(await till.tryRefund(600)).toMatchObject({ value: { kind: 'not-recorded' } });
    expect(till.locked).toHaveLength(1);
    till.fake.journalFails = false;
    const { id: saleId } = await till.latest();
    const which = { saleId, paymentId: present(till.locked[0], 'the refund') };
    await decideReversal(till.ledger, till.fake.random, which, 'not-recorded');
    await till.outbox.drain();
    expect(await till.latest()).toMatchObject({ state: 'not-paid' });
    expect(till.fake.booked.size).toBe(1);
  });

  it('F38 without a supervisor’s receipt for it nothing is written and nothing leaves', async () => {
    const till = await soldByCard();
    const forged = { approvalId: 'made up', supervisorId: '00', reason: 'because' };
    const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
    const order = { original: await till.original(), amountMinor: minor(1), approval: forged };
    const id = till.fake.random.uuid();
    const desk = scriptedDesk({});
    const tried = await refundSale(services, till.surroundings(true), id, order, desk);
    expect(tried).toMatchObject({ error: { code: 'role-missing' } });
    expect(till.fake.booked.size).toBe(1);
  });

  it('P8 a refund is never paid: nothing is taken under its id', async () => {
    const till = await soldByCard();
    await till.tryRefund(600);
    const { id } = await till.latest();
    const paid = await till.payByCard('good-tap', { cart: pricedCart(id, minor(600)) });
    expect(paid.outcome).toMatchObject({ error: { code: 'sale-completed' } });
  });
});
