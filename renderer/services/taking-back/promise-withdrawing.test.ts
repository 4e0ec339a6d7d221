import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { certaintyOfSale, inksOf } from '../../../shared/domain/certainty.ts';
import { drawerAfter, EMPTY_DRAWER } from '../../../shared/domain/drawer.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err } from '../../../shared/lib/result.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { payCash } from '../paying/cash-payment.ts';
import { exposureNow } from '../queue/exposure.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { slipOf } from '../slips/slip.ts';
import { startTill } from '../start/start-up.ts';
import { benchTill, pricedCart, scriptedDesk } from '../testing/bench-till.ts';
import { FakeTill, TERMINAL } from '../testing/fake-till.ts';
import { voidSale } from './void-sale.ts';

/** One that is held by one at a time, as a browser's. */
function realLock() {
  let isHeld = false;
  return {
    ifFree: async (work: () => Promise<void>): Promise<void> => {
      if (isHeld) return;
      isHeld = true;
      await work().finally(() => {
        isHeld = false;
      });
    },
  };
}

/** A till without a line, and one sale of 26.17 that it has promised. */
async function promised(fake = new FakeTill()) {
  Object.assign(fake, { drainLock: realLock() });
  const till = benchTill(fake);
  await till.ledger.commit((numbers) => {
    numbers.openBatch(1);
    return { kind: 'batch-opened', batchNumber: 1, parametersVersion: 1 };
  });
  fake.always = 'cut';
  await till.payByCard('good-tap', { lineUsable: false });
  async function sale(): Promise<Sale> {
    const read = await till.store.recentSales(1);
    return present(read.ok ? read.value[0] : undefined, 'the sale');
  }
  async function tryVoid() {
    const approval = { ...till.fake.approval(), reason: 'wrong size' };
    const { id: saleId } = await sale();
    const order = { saleId, approval };
    const around = till.surroundings(fake.always !== 'cut');
    return voidSale(till, around, order, scriptedDesk({}));
  }
  async function rows() {
    const read = await till.store.outbox();
    return (read.ok ? read.value : []).map(({ kind, transactionNumber }) => [
      kind,
      transactionNumber,
    ]);
  }
  return { ...till, sale, tryVoid, rows };
}

const ON_ITS_WAY = { error: { code: 'void-on-its-way' } };

describe('P11 a promise that was never sent', () => {
  it('P2 P9 F38 is withdrawn by one record; the bank hears of two unused numbers, and of nothing else', async () => {
    const till = await promised();
    const records = till.fake.journal.length;
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'voided' } });
    expect(till.fake.journal).toHaveLength(records + 1);
    const sale = await till.sale();
    expect(sale).toMatchObject({
      state: 'voided',
      report: null,
      receipt: { printedCount: 0 },
      payments: [{ status: { state: 'withdrawn', supervisorId: '00' } }],
    });
    expect(await till.rows()).toEqual([
      ['void-number', 1],
      ['void-number', 2],
    ]);
    till.fake.always = 'works';
    const sent: string[] = [];
    till.fake.watchBatch = ({ items }) => sent.push(...items.map(({ kind }) => kind));
    await till.outbox.drain({ urgent: true });
    expect([...new Set(sent)]).toEqual(['void-number']);
    expect([await till.rows(), till.fake.booked.size]).toEqual([[], 0]);
  });

  it('I9 P15 nothing of it is at risk, in the day’s money or on its slip', async () => {
    const till = await promised();
    await till.tryVoid();
    const sale = await till.sale();
    expect(certaintyOfSale(sale)).toBe('refused');
    expect(Object.values(inksOf([sale])).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
    const { cardToken } = present(sale.payments[0], 'the payment').card;
    const exposure = await exposureNow(till.store, cardToken);
    expect(exposure).toMatchObject({ value: { count: 0, totalMinor: 0 } });
    const words = RECEIPT_WORDS['zh-CN'];
    const slip = slipOf(sale, TERMINAL, { copyNumber: 1, words, utcOffsetMinutes: 480 });
    const text = slip.lines.join('').replaceAll(' ', '');
    expect(text).toContain(words.markTakenBack);
    expect(text).toContain(words.stateWithdrawn);
    expect(text).not.toContain(words.statePromised);
  });

  it('A24 A27 cash beside it goes back over the counter', async () => {
    const fake = new FakeTill();
    const cart = pricedCart(fake.random.uuid());
    Object.assign(fake, { drainLock: realLock() });
    const before = benchTill(fake);
    fake.always = 'cut';
    await payCash(before.ports, before.ledger, before.place, {
      cart,
      receivedMinor: minor(1000),
      rounding: NO_CASH_ROUNDING,
    });
    await before.payByCard('good-tap', { cart, lineUsable: false, amountMinor: minor(1617) });
    const approval = { ...fake.approval(), reason: 'wrong size' };
    const order = { saleId: cart.saleId, approval };
    const done = await voidSale(before, before.surroundings(false), order, scriptedDesk({}));
    expect(done).toMatchObject({ value: { kind: 'voided', sale: { state: 'voided' } } });
    const act = { kind: 'supervisor-act', done: { cashMinor: -1000, opensDrawer: true } };
    expect(fake.journal.at(-1)?.body).toMatchObject(act);
    expect(fake.journal.reduce(drawerAfter, EMPTY_DRAWER).cashMinor).toBe(0);
  });

  it('P11 I9 what was sent once, and not answered, stays: the bank may have it', async () => {
    const till = await promised();
    till.fake.always = 'lose-answer';
    await till.outbox.drain({ urgent: true });
    const before = await till.rows();
    till.fake.always = 'cut';
    expect(await till.tryVoid()).toMatchObject(ON_ITS_WAY);
    expect(await till.rows()).toEqual(before);
    expect((await till.sale()).state).toBe('completed');
    // The bank has answered: from now on it is voided like any other.
    till.fake.always = 'works';
    await till.outbox.drain({ urgent: true });
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'voided' } });
    const kinds = [...till.fake.booked.values()].map(({ kind }) => kind);
    expect(kinds).toEqual(['purchase', 'void']);
  });

  it('P11 a batch in flight is waited for, and what it carries stays', async () => {
    const till = await promised();
    till.fake.always = 'works';
    let answerIt = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answerIt = resolve;
    });
    const { upload } = till.fake.host;
    let isOut = (): void => undefined;
    const out = new Promise<void>((resolve) => {
      isOut = resolve;
    });
    Object.assign(till.fake.host, {
      upload: async (request: Parameters<typeof upload>[0]) => {
        isOut();
        await held;
        return upload(request);
      },
    });
    const draining = till.outbox.drain({ urgent: true });
    await out;
    const approval = { ...till.fake.approval(), reason: 'wrong size' };
    const { id: saleId } = await till.sale();
    const voiding = voidSale(till, till.surroundings(true), { saleId, approval }, scriptedDesk({}));
    answerIt();
    await draining;
    // What the bank has booked meanwhile is not taken back behind its back.
    expect(await voiding).toMatchObject(ON_ITS_WAY);
    expect(till.fake.booked.size).toBe(1);
    expect((await till.sale()).state).toBe('completed');
  });

  it('P11 nothing leaves while it is written down', async () => {
    const till = await promised();
    till.fake.always = 'works';
    const { appendJournal } = till.fake.host;
    const rounds: Promise<unknown>[] = [];
    Object.assign(till.fake.host, {
      appendJournal: async (drafts: Parameters<typeof appendJournal>[0]) => {
        rounds.push(till.outbox.drain({ urgent: true }));
        await new Promise((resolve) => setTimeout(resolve, 0));
        return appendJournal(drafts);
      },
    });
    expect(await till.tryVoid()).toMatchObject({ value: { kind: 'voided' } });
    await Promise.all(rounds);
    await till.outbox.drain({ urgent: true });
    expect([till.fake.booked.size, till.fake.reports.size]).toEqual([0, 0]);
    expect(await till.rows()).toEqual([]);
  });

  it('P2 P11 withdrawn in the journal alone, it does not leave: the database is completed first', async () => {
    const till = await promised();
    const { apply } = till.store;
    const isFull = (): ReturnType<typeof apply> =>
      Promise.resolve(err(failure('store-full', 'planted')));
    Object.assign(till.store, { apply: isFull });
    expect(await till.tryVoid()).toMatchObject({ error: { code: 'store-behind' } });
    till.fake.always = 'works';
    expect(await till.outbox.drain({ urgent: true })).toMatchObject({ kind: 'failed' });
    expect([till.fake.booked.size, till.fake.reports.size]).toEqual([0, 0]);
    Object.assign(till.store, { apply });
    await till.outbox.drain({ urgent: true });
    expect((await till.sale()).state).toBe('voided');
    expect(await till.rows()).toEqual([]);
    expect([till.fake.booked.size, till.fake.reports.size]).toEqual([0, 0]);
  });

  it('P10 P11 a database that was made again does not know what was sent: it stays', async () => {
    const till = await promised();
    const store = createMemoryTillStore();
    const ports = { ...till.ports, store };
    const started = await startTill(ports);
    const { ledger } = present(started.ok ? started.value : undefined, 'the start');
    const [again] = await store.recentSales(1).then((read) => (read.ok ? read.value : []));
    const { id: saleId } = present(again, 'the sale');
    const approval = { ...till.fake.approval(), reason: 'wrong size' };
    const services = { ports, ledger, outbox: till.outbox };
    const order = { saleId, approval };
    const tried = await voidSale(services, till.surroundings(false), order, scriptedDesk({}));
    expect(tried).toMatchObject(ON_ITS_WAY);
  });
});
