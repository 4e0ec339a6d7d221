import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { payCash } from '../paying/cash-payment.ts';
import { recordedSale } from './sale-reading.ts';
import type { PricedCart } from './sale-writing.ts';
import { benchTill, outcomeKind, pricedCart } from '../testing/bench-till.ts';

type Till = ReturnType<typeof benchTill>;

/** The journal takes what comes now, the database does not, also when it is asked once more (twice). */
function withoutDatabase({ store }: Till, times = 2): void {
  const { apply } = store;
  let left = times;
  const failing: typeof apply = async (...changes) => {
    if (left === 0) return apply(...changes);
    left -= 1;
    return Promise.resolve(err(failure('store-failed', 'planted')));
  };
  Object.assign(store, { apply: failing });
}

it('P8 I9 a try that the journal holds alone is gone on with: nobody says that nothing was sent', async () => {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid());
  withoutDatabase(till);
  const first = await till.payByCard('good-tap', { cart });
  expect(first.outcome).toMatchObject({ ok: false, error: { code: 'payment-open' } });
  const { outcome, desk } = await till.payByCard('good-pin', { cart, pin: null });
  expect(desk.questions.map(({ kind }) => kind)).not.toContain('pin');
  expect(outcomeKind(outcome)).toBe('taken-back');
  const sale = outcome.ok && 'sale' in outcome.value ? outcome.value.sale : null;
  expect(sale?.payments).toHaveLength(1);
});

it('P17 P8 what a card said for a payment that never left is not sent once the card has paid for another', async () => {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid());
  withoutDatabase(till);
  const first = await till.payByCard('good-chip', { cart });
  expect(first.outcome).toMatchObject({ ok: false, error: { code: 'payment-open' } });
  expect(outcomeKind((await till.payByCard('good-chip')).outcome)).toBe('approved');
  const { outcome } = await till.payByCard('good-tap', { cart });
  expect(outcomeKind(outcome)).toBe('taken-back');
  const sent = till.fake.seen.filter((one) => one.startsWith('authorise'));
  expect(sent).toHaveLength(1);
  await till.outbox.drain();
  expect(till.fake.booked.size).toBe(1);
  // With whichever card is in hand now, as a payment of its own.
  expect(outcomeKind((await till.payByCard('good-tap', { cart })).outcome)).toBe('approved');
});

it('P9 I9 cash that the journal holds alone has been taken: no card is read for it', async () => {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid());
  withoutDatabase(till);
  const order = { cart, receivedMinor: minor(2617), rounding: NO_CASH_ROUNDING };
  const cash = await payCash(till.ports, till.ledger, till.place, order);
  expect(cash).toMatchObject({ ok: false, error: { code: 'store-behind' } });
  const { outcome, desk } = await till.payByCard('good-pin', { cart, pin: null });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'sale-completed' } });
  expect(desk.steps).toEqual([]);
});

it('F08 I9 a database that cannot be completed still knows a sale that it lacks nothing of', async () => {
  const till = benchTill();
  const other = pricedCart(till.fake.random.uuid());
  const store = { ...till.store };
  withoutDatabase(till, Number.POSITIVE_INFINITY);
  const order = { cart: other, receivedMinor: minor(2617), rounding: NO_CASH_ROUNDING };
  await payCash(till.ports, till.ledger, till.place, order);
  expect(await recordedSale(till.ledger, till.ports, till.fake.random.uuid())).toEqual(ok(null));
  expect(await recordedSale(till.ledger, till.ports, other.saleId)).toMatchObject({ ok: false });
  Object.assign(till.store, store);
  expect(await recordedSale(till.ledger, till.ports, other.saleId)).toMatchObject({
    value: { state: 'completed' },
  });
});

describe('F08 I9 a full disk, whose database says nothing any more', () => {
  function onFullDisk(till: Till): void {
    const { fake, store } = till;
    const silent = () => Promise.resolve(err(failure('store-timeout', 'planted')));
    for (const name of ['apply', 'head', 'sales'] as const) {
      Object.assign(store, { [name]: silent });
    }
    Object.assign(fake.host, { about: () => Promise.resolve(ok({ ...fake.facts, freeBytes: 0 })) });
  }
  const cashFor = (cart: PricedCart) => ({
    cart,
    receivedMinor: minor(2617),
    rounding: NO_CASH_ROUNDING,
  });

  async function behindByAnother(): Promise<Till> {
    const till = benchTill();
    const another = pricedCart(till.fake.random.uuid());
    withoutDatabase(till, Number.POSITIVE_INFINITY);
    const cash = await payCash(till.ports, till.ledger, till.place, cashFor(another));
    expect(cash).toMatchObject({ error: { code: 'store-behind' } });
    onFullDisk(till);
    return till;
  }

  it('a new sale: the disk is named, nothing is written, and nobody is in doubt', async () => {
    const till = await behindByAnother();
    const cart = pricedCart(till.fake.random.uuid());
    till.ledger.newSales.begin(cart.saleId);
    for (let times = 0; times < 2; times += 1) {
      const cash = await payCash(till.ports, till.ledger, till.place, cashFor(cart));
      expect(cash).toMatchObject({ error: { code: 'disk-nearly-full' } });
      expect(await recordedSale(till.ledger, till.ports, cart.saleId)).toEqual(ok(null));
    }
  });

  it('a sale that the journal may hold is none of the new ones any more', async () => {
    const till = benchTill();
    const cart = pricedCart(till.fake.random.uuid());
    till.ledger.newSales.begin(cart.saleId);
    till.fake.journalFails = true;
    await payCash(till.ports, till.ledger, till.place, cashFor(cart));
    till.fake.journalFails = false;
    onFullDisk(till);
    expect(await recordedSale(till.ledger, till.ports, cart.saleId)).toMatchObject({ ok: false });
    const cash = await payCash(till.ports, till.ledger, till.place, cashFor(cart));
    expect(cash).toMatchObject({ error: { code: 'sale-unread' } });
  });

  it('a sale that the host refused for want of room stays a new one', async () => {
    const till = benchTill();
    const cart = pricedCart(till.fake.random.uuid());
    till.ledger.newSales.begin(cart.saleId);
    const noRoom = () => Promise.resolve(err(failure('disk-nearly-full', 'planted')));
    Object.assign(till.fake.host, { appendJournal: noRoom });
    await payCash(till.ports, till.ledger, till.place, cashFor(cart));
    onFullDisk(till);
    expect(await recordedSale(till.ledger, till.ports, cart.saleId)).toEqual(ok(null));
  });
});
