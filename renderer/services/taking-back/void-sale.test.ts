import { describe, expect, it } from 'vitest';
import { batchTotals } from '../../../shared/domain/batch-totals.ts';
import { certaintyOfSale, inksOf } from '../../../shared/domain/certainty.ts';
import { drawerAfter, EMPTY_DRAWER } from '../../../shared/domain/drawer.ts';
import { minor } from '../../../shared/domain/money.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { payCash } from '../paying/cash-payment.ts';
import { resolveOpenPayments } from '../paying/open-payments.ts';
import { decideReversal } from '../paying/payment-settling.ts';
import { RESTING } from '../queue/queue-status.ts';
import { queueView } from '../queue/queue-view.ts';
import { benchTill, pricedCart, scriptedDesk, type CardOptions } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { voidSale } from './void-sale.ts';

type Bench = ReturnType<typeof benchTill>;

function withVoids(till: Bench) {
  const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
  async function sale(): Promise<Sale> {
    const read = await till.store.recentSales(1);
    return present(read.ok ? read.value[0] : undefined, 'the sale');
  }
  async function tryVoid(options: CardOptions = {}) {
    const approval = { ...till.fake.approval(), reason: 'wrong size' };
    const { id: saleId } = await sale();
    const order = { saleId, approval };
    const around = till.surroundings(options.lineUsable ?? true);
    return voidSale(services, around, order, scriptedDesk(options));
  }
  return { ...till, sale, tryVoid };
}

/** One sale of 26.17 by card, approved by the bank, its slip printed. */
async function soldByCard(till = withVoids(benchTill())) {
  await till.payByCard('good-tap');
  const { id: saleId } = await till.sale();
  await till.ledger.commit(() => ({ kind: 'printed', saleId, copyNumber: 1 }));
  return till;
}

/** One sale of 26.17 in cash, its slip printed. */
async function soldForCash(till = withVoids(benchTill())) {
  const cart = pricedCart(till.fake.random.uuid());
  const order = { cart, receivedMinor: minor(3000), rounding: NO_CASH_ROUNDING };
  await payCash(till.ports, till.ledger, till.place, order);
  return till;
}

describe('P18 F38 void', () => {
  it('P3 the bank takes it back: a transaction of its own, the sale is voided, its slip to come', async () => {
    const till = await soldByCard();
    expect(await till.tryVoid()).toMatchObject({ ok: true, value: { kind: 'voided' } });
    const sale = await till.sale();
    const [purchase, voided] = sale.payments;
    expect(sale).toMatchObject({ state: 'voided', receipt: { printedCount: 0 } });
    expect(voided).toMatchObject({ status: { state: 'approved' }, supervisorId: '00' });
    expect(voided?.core).toMatchObject({
      kind: 'void',
      originalId: purchase?.id,
      amountMinor: 2617,
      transactionNumber: 3,
      sealedCard: '',
    });
    expect(certaintyOfSale(sale)).toBe('refused');
    expect(inksOf([sale]).certain).toEqual({ count: 0, amountMinor: 0 });
    const { debit, credit } = batchTotals(sale.payments, present(purchase, '').core.batchNumber);
    expect([debit, credit]).toEqual([
      { sumMinor: 2617, count: 1 },
      { sumMinor: 2617, count: 1 },
    ]);
  });

  it('I9 the queue calls it voided, not authorised, while its report waits', async () => {
    const till = await soldByCard();
    await till.tryVoid();
    const sales = [await till.sale()];
    const rows = await till.store.outbox();
    const outbox = rows.ok ? rows.value : [];
    expect(outbox).toHaveLength(1);
    const { businessDay } = present(sales[0], 'the sale');
    const given = { sales, late: [], businessDay, online: true, status: RESTING };
    const view = queueView({ ...given, outbox });
    expect(view.rows.map(({ state, ink, reason }) => [state, ink, reason.kind])).toEqual([
      ['voided', 'refused', 'voided'],
    ]);
    await till.outbox.drain();
    const told = queueView({ ...given, outbox: [] });
    expect(told.rows).toEqual([]);
  });

  it('P8 I9 a voided sale is not voided again, nor paid again, and nobody calls it paid', async () => {
    const till = await soldByCard();
    await till.tryVoid();
    const again = await till.tryVoid();
    expect(again).toMatchObject({
      error: { code: 'void-not-possible', detail: 'already-voided' },
    });
    const { id, totals } = await till.sale();
    const paid = await till.payByCard('good-tap', { cart: pricedCart(id, totals.dueMinor) });
    expect(paid.outcome).toMatchObject({ error: { code: 'sale-voided' } });
    // Of what is voided nothing is due: that is not an amount somebody typed wrong.
    const rest = await till.payByCard('good-tap', {
      cart: pricedCart(id, totals.dueMinor),
      amountMinor: minor(0),
    });
    expect(rest.outcome).toMatchObject({ error: { code: 'sale-voided' } });
    const cash = {
      cart: pricedCart(id, totals.dueMinor),
      receivedMinor: totals.dueMinor,
      rounding: NO_CASH_ROUNDING,
    };
    const inCash = await payCash(till.ports, till.ledger, till.place, cash);
    expect(inCash).toMatchObject({ error: { code: 'sale-voided' } });
    expect((await till.sale()).state).toBe('voided');
    expect(till.fake.booked.size).toBe(2);
  });

  it('the bank says no: the sale stands, and can be voided later', async () => {
    const till = await soldByCard();
    till.fake.decline.set('', '96');
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'declined', code: '96' } });
    expect(certaintyOfSale(await till.sale())).toBe('certain');
    till.fake.decline.clear();
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'voided' } });
  });

  it('P18 without a line nothing is begun, and nothing sent', async () => {
    const till = await soldByCard();
    const records = till.fake.journal.length;
    const tried = await till.tryVoid({ lineUsable: false });
    expect(tried).toMatchObject({ error: { code: 'void-needs-line' } });
    expect(till.fake.journal.length).toBe(records);
  });

  it('P5 no answer and asked by id: one void', async () => {
    const till = await soldByCard();
    till.fake.script = ['lose-answer'];
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'voided' } });
    expect(till.fake.seen.filter((one) => one.startsWith('authorise'))).toHaveLength(2);
    expect(till.fake.booked.size).toBe(2);
  });

  it('P6 given up: the void is reversed before anybody reads of it, and the sale stands', async () => {
    const till = await soldByCard();
    till.fake.script = ['lose-request', ...Array<'mute'>(60).fill('mute')];
    const tried = await till.tryVoid({ onUnknown: () => 'give-up' });
    expect(tried).toMatchObject({ value: { kind: 'taken-back', sale: { state: 'completed' } } });
    expect(certaintyOfSale(await till.sale())).toBe('unknown');
    till.fake.script = [];
    await till.outbox.drain();
    expect(certaintyOfSale(await till.sale())).toBe('certain');
    expect([till.fake.booked.size, till.fake.tombstones.size]).toEqual([1, 1]);
  });

  it.each([
    { heard: true, state: 'voided', booked: 2 },
    { heard: false, state: 'completed', booked: 1 },
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
    await expect(till.tryVoid()).rejects.toBe(killed);
    Object.assign(till.fake.host, { authorise });
    const next = withVoids(benchTill(till.fake, till.store));
    await next.ledger.catchUp();
    await resolveOpenPayments(next.ports, next.ledger, TERMINAL, () => false);
    await next.outbox.drain();
    expect((await next.sale()).state).toBe(killedAt.state);
    expect(till.fake.booked.size).toBe(killedAt.booked);
  });

  it('P9 taken back at the bank and not recorded here: cards wait, and the void is undone', async () => {
    const till = await soldByCard();
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answered = await authorise(request);
        till.fake.journalFails = true;
        return answered;
      },
    });
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'not-recorded' } });
    expect(till.locked).toHaveLength(1);
    till.fake.journalFails = false;
    const { id: saleId } = await till.sale();
    const which = { saleId, paymentId: present(till.locked[0], 'the void') };
    await decideReversal(till.ledger, till.fake.random, which, 'not-recorded');
    await till.outbox.drain();
    expect(await till.sale()).toMatchObject({ state: 'completed', receipt: { printedCount: 1 } });
    expect(till.fake.booked.size).toBe(1);
  });

  it('F38 without a supervisor’s receipt for it nothing is written and nothing leaves', async () => {
    const till = await soldByCard();
    const { id: saleId } = await till.sale();
    const forged = { approvalId: 'made up', supervisorId: '00', reason: 'because' };
    const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
    const order = { saleId, approval: forged };
    const tried = await voidSale(services, till.surroundings(true), order, scriptedDesk({}));
    expect(tried).toMatchObject({ error: { code: 'role-missing' } });
    expect(till.fake.booked.size).toBe(1);
  });

  it('P22 what belongs to an earlier batch is not voided', async () => {
    const till = await soldByCard();
    await till.ledger.commit((numbers) => {
      numbers.openBatch(2);
      return { kind: 'batch-opened', batchNumber: 2, parametersVersion: 1 };
    });
    expect(await till.tryVoid()).toMatchObject({ error: { detail: 'other-batch' } });
  });

  it('P2 A24 F38 cash alone goes back without a line, by one record; the bank is told of it', async () => {
    const till = await soldForCash();
    const records = till.fake.journal.length;
    const tried = await till.tryVoid({ lineUsable: false });
    expect(tried).toMatchObject({ value: { kind: 'voided', sale: { state: 'voided' } } });
    expect(till.fake.journal).toHaveLength(records + 1);
    const { body } = present(till.fake.journal.at(-1), 'the record');
    const done = { cashMinor: -2617, opensDrawer: true, sales: [{ state: 'voided' }] };
    expect(body).toMatchObject({ kind: 'supervisor-act', act: 'void', done });
    expect(till.fake.journal.reduce(drawerAfter, EMPTY_DRAWER).cashMinor).toBe(0);
    const sale = await till.sale();
    expect(inksOf([sale]).certain.count).toBe(0);
    await till.outbox.drain();
    const { id: originalId, transactionNumber } = present(sale.report, 'the report');
    expect([...till.fake.returns.values()]).toMatchObject([
      {
        act: 'void',
        saleId: sale.id,
        originalId,
        originalNumber: transactionNumber,
        transactionNumber: transactionNumber + 1,
        amountMinor: 2617,
        supervisorId: '00',
      },
    ]);
    expect(await till.tryVoid()).toMatchObject({ error: { detail: 'already-voided' } });
    expect(till.fake.returns.size).toBe(1);
  });

  it('F38 cash stays in the drawer without a supervisor’s receipt', async () => {
    const till = await soldForCash();
    const { id: saleId } = await till.sale();
    const approval = { approvalId: 'made up', supervisorId: '00', reason: 'because' };
    const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
    const order = { saleId, approval };
    const tried = await voidSale(services, till.surroundings(true), order, scriptedDesk({}));
    expect(tried).toMatchObject({ error: { code: 'role-missing' } });
    expect(await till.sale()).toMatchObject({ state: 'completed' });
  });

  it('I9 the queue says that the cash went back, until the bank knows both', async () => {
    const till = await soldForCash();
    await till.tryVoid();
    const sales = [await till.sale()];
    const rows = await till.store.outbox();
    const outbox = rows.ok ? rows.value : [];
    const { businessDay } = present(sales[0], 'the sale');
    const given = { sales, late: [], businessDay, online: true, status: RESTING };
    const shown = queueView({ ...given, outbox }).rows;
    const told = shown.map(({ tender, amountMinor, state }) => `${tender} ${amountMinor} ${state}`);
    expect(told.sort()).toEqual(['cash -2617 voided', 'cash 2617 voided']);
    expect(queueView({ ...given, outbox: [] }).rows).toEqual([]);
  });

  it('P18 A17 a card that paid a part: the part goes back to it, the cash over the counter', async () => {
    const till = withVoids(benchTill());
    till.fake.inPart.set('small', 1500);
    const cart = pricedCart(till.fake.random.uuid());
    await till.payByCard('small', { cart });
    const order = { cart, receivedMinor: minor(2000), rounding: NO_CASH_ROUNDING };
    await payCash(till.ports, till.ledger, till.place, order);
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'voided' } });
    const sale = await till.sale();
    expect(sale).toMatchObject({
      state: 'voided',
      payments: [{}, { core: { amountMinor: 1500 } }],
    });
    const last = { kind: 'sale', opensDrawer: true, cashMinor: -1117 };
    expect(till.fake.journal.at(-1)?.body).toMatchObject(last);
    expect(inksOf([sale]).certain.count).toBe(0);
    // The bank has the cash of the sale in its books: it is told that it went back.
    await till.outbox.drain();
    expect([...till.fake.returns.values()]).toMatchObject([{ act: 'void', amountMinor: 1117 }]);
  });

  it('P9 P2 a void that was not recorded leaves the cash in the drawer, and its number unused', async () => {
    const till = withVoids(benchTill());
    till.fake.inPart.set('small', 1500);
    const cart = pricedCart(till.fake.random.uuid());
    await till.payByCard('small', { cart });
    const order = { cart, receivedMinor: minor(2000), rounding: NO_CASH_ROUNDING };
    await payCash(till.ports, till.ledger, till.place, order);
    await till.outbox.drain();
    await till.tryVoid();
    const { id: saleId, payments } = await till.sale();
    const which = { saleId, paymentId: present(payments[1], 'the void').id };
    await decideReversal(till.ledger, till.fake.random, which, 'not-recorded');
    const { cashReturned, ...sale } = await till.sale();
    expect([cashReturned, sale.state]).toEqual([undefined, 'completed']);
    const rows = await till.store.outbox();
    expect((rows.ok ? rows.value : []).map(({ kind }) => kind).sort()).toEqual([
      'reversal',
      'void-number',
    ]);
    expect(till.fake.journal.reduce(drawerAfter, EMPTY_DRAWER).cashMinor).toBe(1117);
  });

  it('P18 F38 two cards: one after the other, each with a word of its own; all of it or sold', async () => {
    const till = withVoids(benchTill());
    const cart = pricedCart(till.fake.random.uuid());
    await till.payByCard('good-tap', { cart, amountMinor: minor(1000) });
    await till.payByCard('limit-tap', { cart, amountMinor: minor(1617) });
    expect(await till.tryVoid()).toMatchObject({
      value: { kind: 'voided', sale: { state: 'completed' } },
    });
    expect(certaintyOfSale(await till.sale())).toBe('refused');
    // The bank says no to the second one: it stays sold, and is tried again.
    till.fake.decline.set('', '96');
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'declined' } });
    expect((await till.sale()).state).toBe('completed');
    till.fake.decline.clear();
    expect(await till.tryVoid()).toMatchObject({
      value: { kind: 'voided', sale: { state: 'voided' } },
    });
    const { payments } = await till.sale();
    const voids = payments.filter(({ core }) => core.kind === 'void');
    expect(voids.map(({ core, status }) => [core.originalId, status.state])).toEqual([
      [payments[0]?.id, 'approved'],
      [payments[1]?.id, 'declined'],
      [payments[1]?.id, 'approved'],
    ]);
    expect(await till.tryVoid()).toMatchObject({ error: { detail: 'already-voided' } });
  });

  it('P18 with one card promised and another approved nothing is begun', async () => {
    const till = withVoids(benchTill());
    const cart = pricedCart(till.fake.random.uuid());
    await till.payByCard('good-tap', { cart, amountMinor: minor(1000) });
    await till.payByCard('limit-tap', { cart, amountMinor: minor(1617), lineUsable: false });
    expect(await till.tryVoid()).toMatchObject({ error: { detail: 'not-approved' } });
  });
});
