import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Product } from '../../shared/domain/product.ts';
import type { SaleState } from '../../shared/domain/sale.ts';
import { SAMPLE_STATUS, samplePayment } from '../../shared/domain/testing/sample-sale.ts';
import { payCash } from '../services/paying/cash-payment.ts';
import { commitSale } from '../services/books/sale-commit.ts';
import { newSale } from '../services/books/sale-writing.ts';
import { benchTill } from '../services/testing/bench-till.ts';
import { createCartStore } from './cart-store.ts';
import { priced } from './priced-cart.ts';

function product(id: string, priceMinor: number, unit: Product['unit'] = 'piece'): Product {
  const names = { nameZh: id, nameEn: id };
  const facts = { sku: id, barcode: id, category: 'drinks', taxBasisPoints: 1300 };
  return { id, ...names, ...facts, priceMinor: minor(priceMinor), unit };
}

const WATER = product('water', 200);
const TEA = product('tea', 500);
const APPLES = product('apples', 1280, 'kg');

/** One till, its database, and a register that can be started again on it. */
function counter() {
  const till = benchTill();
  const ports = { ...till.ports, store: till.store };
  const open = async () => {
    const cart = createCartStore(ports, (saleId) => till.ledger.newSales.begin(saleId));
    await cart.getState().restore();
    return cart;
  };
  const toPay = (cart: CartStore) => {
    const { saleId, note, customer } = cart.getState().cart;
    return { saleId, note, customer, ...priced(cart.getState()) };
  };
  const pay = async (cart: CartStore) => {
    const paid = await payCash(till.ports, till.ledger, till.place, {
      cart: toPay(cart),
      receivedMinor: minor(100_000),
      rounding: NO_CASH_ROUNDING,
    });
    expect(paid.ok).toBe(true);
  };
  const write = async (cart: CartStore, state: SaleState, payments: Payment[] = []) => {
    const order = toPay(cart);
    const written = await commitSale(till.ledger, 'intent', order.saleId, (numbers) => ({
      sale: { ...newSale(order, till.place, numbers), state, payments },
      outbox: [],
    }));
    expect(written.ok).toBe(true);
  };
  return { ...till, open, pay, write };
}

type CartStore = ReturnType<typeof createCartStore>;

const lines = (cart: CartStore) =>
  cart.getState().cart.lines.map(({ product: { id }, quantityMilli }) => [id, quantityMilli]);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the draft on the counter', () => {
  it('A03 survives a restart with quantities, discounts and notes', async () => {
    const { open } = counter();
    const cart = await open();
    cart.getState().scan(WATER);
    cart.getState().scan(WATER);
    cart.getState().scan(APPLES, 642);
    cart.getState().setDiscount('line', { kind: 'percent', basisPoints: 1000 });
    cart.getState().setNote('sale', 'for the office');
    const before = cart.getState().cart;
    await settled();
    const again = await open();
    expect(again.getState().cart).toEqual(before);
    expect(lines(again)).toEqual([
      ['water', 2000],
      ['apples', 642],
    ]);
  });

  it('A03 a deleted line does not come back, nor does a cancelled sale', async () => {
    const { open } = counter();
    const cart = await open();
    cart.getState().scan(WATER);
    cart.getState().scan(TEA);
    cart.getState().removeActive();
    await settled();
    const again = await open();
    expect(lines(again)).toEqual([['water', 1000]]);
    again.getState().clear();
    await settled();
    expect(lines(await open())).toEqual([]);
  });

  it('A03 many changes in one breath: the last one is what is kept', async () => {
    const { open, store } = counter();
    const cart = await open();
    for (let i = 0; i < 50; i += 1) cart.getState().scan(WATER);
    store.failNext('failed');
    cart.getState().scan(WATER);
    await settled();
    cart.getState().step(-1);
    await settled();
    expect(lines(await open())).toEqual([['water', 50_000]]);
  });

  it('A03 what could not be kept is said, and kept with the next change', async () => {
    const { open, store } = counter();
    const cart = await open();
    store.failNext('failed');
    cart.getState().scan(WATER);
    await settled();
    expect(cart.getState().trouble).toBe('not-kept');
    cart.getState().scan(TEA);
    await settled();
    expect(cart.getState().trouble).toBeNull();
    expect(lines(await open())).toHaveLength(2);
  });

  it('A03 what is shown counts as kept when the disk has it, and not before', async () => {
    const { open, store } = counter();
    const cart = await open();
    await settled();
    expect(cart.getState().isKept).toBe(true);
    cart.getState().scan(WATER);
    cart.getState().step(1);
    expect(cart.getState().isKept).toBe(false);
    await settled();
    expect(cart.getState().isKept).toBe(true);
    store.failNext('failed');
    cart.getState().scan(TEA);
    await settled();
    expect(cart.getState().isKept).toBe(false);
  });

  it('A03 P8 a draft whose sale was committed is not sold a second time', async () => {
    const { open, pay } = counter();
    const cart = await open();
    cart.getState().scan(WATER);
    await settled();
    await pay(cart);
    // It dies here, before the draft is cleared.
    const again = await open();
    expect(lines(again)).toEqual([]);
    again.getState().scan(TEA);
    expect(again.getState().cart.saleId).not.toBe(cart.getState().cart.saleId);
  });

  it('A03 F06 nobody waits for the counter to be emptied: what the power brings back was sold', async () => {
    const { open, pay, store } = counter();
    const cart = await open();
    cart.getState().scan(WATER);
    await settled();
    const kept = await store.note('draft-cart');
    await pay(cart);
    cart.getState().clear();
    await settled();
    expect(await store.note('draft-cart')).not.toEqual(kept);
    store.cutPower();
    expect(await store.note('draft-cart')).toEqual(kept);
    expect(lines(await open())).toEqual([]);
  });

  it('A03 P8 a declined sale comes back as a new one', async () => {
    const till = counter();
    const cart = await till.open();
    cart.getState().scan(WATER);
    await settled();
    const { saleId } = cart.getState().cart;
    await till.write(cart, 'not-paid');
    const again = await till.open();
    expect(lines(again)).toEqual([['water', 1000]]);
    expect(again.getState().cart.saleId).not.toBe(saleId);
  });

  it('P5 a sale whose outcome is open is put aside until somebody knows', async () => {
    const till = counter();
    const cart = await till.open();
    cart.getState().scan(WATER);
    await settled();
    const { saleId } = cart.getState().cart;
    await till.write(cart, 'paying', [samplePayment(SAMPLE_STATUS.authorizing)]);
    const again = await till.open();
    expect(lines(again)).toEqual([]);
    expect(await again.getState().recall(saleId)).toBe('outcome-open');
    await till.write(cart, 'completed');
    expect(await again.getState().recall(saleId)).toBe('already-sold');
    expect(again.getState().held).toEqual([]);
  });

  it('A03 A17 a sale that was paid in part comes back for its rest, as the same sale', async () => {
    const till = counter();
    const cart = await till.open();
    cart.getState().scan(WATER);
    await settled();
    const { saleId } = cart.getState().cart;
    await till.write(cart, 'paying');
    const again = await till.open();
    expect(again.getState().cart.saleId).toBe(saleId);
  });

  it('A03 a damaged note is said and stops nobody', async () => {
    const { open, store } = counter();
    await store.writeNote('draft-cart', '{"version":1,"cart":{"lines":"none"}}');
    const cart = await open();
    expect(cart.getState().trouble).toBe('unreadable');
    cart.getState().scan(WATER);
    await settled();
    expect(lines(await open())).toEqual([['water', 1000]]);
  });
});

describe('carts put aside', () => {
  it('A16 park, serve another, restart, resume: lines, prices, customer and notes intact', async () => {
    const { open } = counter();
    const cart = await open();
    cart.getState().scan(WATER);
    cart.getState().setNote('line', 'cold');
    cart.getState().setCustomer('Ms Li, 138 0000 0000');
    const parked = cart.getState().cart;
    cart.getState().hold();
    cart.getState().scan(TEA);
    await settled();
    const again = await open();
    expect(lines(again)).toEqual([['tea', 1000]]);
    expect(await again.getState().recall(parked.saleId)).toBe('recalled');
    expect(again.getState().cart).toEqual(parked);
    await settled();
    const later = await open();
    expect(later.getState().cart).toEqual(parked);
    expect(
      later.getState().held.map(
        ({
          cart: {
            lines: [first],
          },
        }) => first?.product.id,
      ),
    ).toEqual(['tea']);
  });

  it('A16 whatever write is the last before the power goes, no cart is in two places or none', async () => {
    for (let writesDone = 0; writesDone < 5; writesDone += 1) {
      const { open, store } = counter();
      const cart = await open();
      cart.getState().scan(WATER);
      await settled();
      let left = writesDone;
      const write = store.writeNote;
      Object.assign(store, {
        writeNote: (...note: Parameters<typeof write>) => {
          left -= 1;
          return left >= 0 ? write(...note) : new Promise(() => undefined);
        },
      });
      const { saleId } = cart.getState().cart;
      cart.getState().hold();
      await cart.getState().recall(saleId);
      await settled();
      Object.assign(store, { writeNote: write });
      const again = await open();
      const { held, cart: onCounter } = again.getState();
      const ids = [...held.map((one) => one.cart.saleId), onCounter.saleId].filter(Boolean);
      expect([writesDone, ids]).toEqual([writesDone, [saleId]]);
    }
  });

  it('A16 discarded is gone; an empty counter cannot be put aside', async () => {
    const { open } = counter();
    const cart = await open();
    cart.getState().hold();
    expect(cart.getState().held).toEqual([]);
    cart.getState().scan(WATER);
    const { saleId } = cart.getState().cart;
    cart.getState().hold();
    cart.getState().discard(saleId);
    await settled();
    expect((await open()).getState().held).toEqual([]);
  });
});

describe('keys on the active line', () => {
  it('A25 steps change the active line; the last piece stays', async () => {
    const cart = await counter().open();
    cart.getState().scan(WATER);
    cart.getState().scan(TEA);
    cart.getState().moveActive(-1);
    cart.getState().moveActive(-1);
    cart.getState().step(1);
    expect(lines(cart)).toEqual([
      ['water', 2000],
      ['tea', 1000],
    ]);
    cart.getState().step(-1);
    cart.getState().step(-1);
    expect(cart.getState().fault).toBe('quantity-out-of-range');
    expect(lines(cart)[0]).toEqual(['water', 1000]);
  });

  it('A25 what would be worth more than any amount is not added, and the screen says so', async () => {
    const cart = await counter().open();
    cart.getState().scan(product('palace', 999_999_999_000));
    cart.getState().scan(WATER);
    expect(cart.getState().fault).toBeNull();
    expect(cart.getState().setQuantity(10_000_000)).toEqual({
      ok: false,
      error: 'total-too-large',
    });
    cart.getState().scan(product('palace', 999_999_999_000));
    expect(cart.getState().fault).toBe('total-too-large');
    expect(priced(cart.getState()).totals.dueMinor).toBe(999_999_999_200);
  });

  it('A25 every weighing is a line of its own', async () => {
    const cart = await counter().open();
    cart.getState().scan(APPLES, 642);
    cart.getState().scan(APPLES, 500);
    expect(lines(cart)).toEqual([
      ['apples', 642],
      ['apples', 500],
    ]);
  });
});
