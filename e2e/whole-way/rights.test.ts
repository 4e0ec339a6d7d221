import { describe, expect, it } from 'vitest';
import { activatedHost } from '../../electron/testing/activated-host.ts';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import { openTill } from '../../renderer/services/open-till.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import { createCartStore } from '../../renderer/stores/cart-store.ts';
import { createCheckoutStore } from '../../renderer/stores/checkout-store.ts';
import { createRightsStore } from '../../renderer/stores/rights-store.ts';
import { createSessionStore } from '../../renderer/stores/session-store.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';
import { valueOf } from '../value-of.ts';
import { portsOver } from './headless-till.ts';

const names = { sku: 'tea', barcode: 'tea', nameZh: '茶', nameEn: 'tea', category: 'drinks' };
const priced = { priceMinor: minor(500), taxBasisPoints: 1300, unit: 'piece' } as const;
const TEA: Product = { id: 'tea', ...names, ...priced };
const TEN_PERCENT = { kind: 'percent', basisPoints: 1000 } as const;

const NOBODY_LOOKS = {
  figures: () => undefined,
  hostKnows: () => Promise.resolve(),
  found: () => undefined,
};

/** The stores of a window over the services and a host as in the product, guarded and on real files. */
async function windowOver(host: TillHost, store = createMemoryTillStore()) {
  const ports = portsOver(host, store);
  const till: OpenTill = valueOf(await openTill(ports, NOBODY_LOOKS));
  const session = createSessionStore(ports, () => till);
  await session.getState().look();
  const { store: rights, ask } = createRightsStore(() => ({ session, till }));
  const cart = createCartStore(ports, (saleId) => till.checkout.begin(saleId), ask);
  await cart.getState().restore();
  const checkout = createCheckoutStore({ openTill: () => till, cart, ask });
  return {
    cart: () => cart.getState(),
    pieces: () => cart.getState().cart.lines.map(({ quantityMilli }) => quantityMilli / 1000),
    off: () => cart.getState().cart.saleDiscount,
    wanted: () => rights.getState().wanted,
    checkout: () => checkout.getState(),
    close: () => rights.getState().close(),
    /** The supervisor comes and types this; whether it was a yes. */
    agrees: async (pin = '0000'): Promise<boolean> => {
      const { wanted, allow } = rights.getState();
      if (wanted === null) throw new Error('nobody was asked for');
      const yes = await session.getState().approve({ operatorId: '00', pin, act: wanted.right });
      if (yes !== null) await allow(yes);
      return yes !== null;
    },
    sold: async () => valueOf(await store.recentSales(10)),
    store,
  };
}

async function counterOf(operatorId: '00' | '01' | '03') {
  const { host } = await activatedHost();
  await host.signOff();
  const pin = { '00': '0000', '01': '1111', '03': '3333' }[operatorId];
  valueOf(await host.signIn({ operatorId, pin }));
  return { host, ...(await windowOver(host)) };
}

async function acts(host: TillHost) {
  const records = valueOf(await host.readJournal({ from: 1, limit: 100 }));
  return records.flatMap(({ body }) => {
    if (body.kind === 'sale') return [[body.step, body.sale.totals.discountMinor]];
    return body.kind === 'supervisor-act' ? [[body.act, body.amountMinor, body.supervisorId]] : [];
  });
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('A28 a cashier without the right, at the counter', () => {
  it('A28 goods stay until the supervisor has agreed: delete, one less, a smaller quantity, cancel', async () => {
    const { host, cart, pieces, wanted, agrees, close } = await counterOf('03');
    cart().scan(TEA, 4000);
    const deletions = [
      [() => cart().step(-1), 500, [3]],
      [() => cart().setQuantity(1000), 1000, [1]],
      [() => cart().removeActive(), 500, []],
    ] as const;
    for (const [remove, amountMinor, left] of deletions) {
      const before = pieces();
      remove();
      expect(wanted()).toMatchObject({ right: 'delete', amountMinor });
      expect(pieces()).toEqual(before);
      expect(await agrees('9999')).toBe(false);
      expect(pieces()).toEqual(before);
      expect(await agrees()).toBe(true);
      expect([pieces(), wanted()]).toEqual([left, null]);
    }
    cart().scan(TEA);
    cart().cancel();
    close();
    expect([pieces(), wanted()]).toEqual([[1], null]);
    cart().cancel();
    expect(await agrees()).toBe(true);
    expect(pieces()).toEqual([]);
    expect(await acts(host)).toEqual([
      ['delete', 500, '00'],
      ['delete', 1000, '00'],
      ['delete', 500, '00'],
      ['delete', 500, '00'],
    ]);
  });

  it('A28 a discount waits for the yes, which is written down before it is given; taken away it asks nobody', async () => {
    const { host, cart, off, wanted, agrees, checkout, sold } = await counterOf('03');
    cart().scan(TEA, 2000);
    expect(cart().setDiscount('sale', TEN_PERCENT)).toMatchObject({ ok: true });
    expect(wanted()).toMatchObject({ right: 'discount', amountMinor: 100 });
    expect(off()).toEqual({ kind: 'none' });
    await agrees();
    expect(off()).toEqual(TEN_PERCENT);
    cart().setDiscount('sale', { kind: 'none' });
    expect([off(), wanted()]).toEqual([{ kind: 'none' }, null]);
    // The same sale, up to the same amount: it was allowed.
    cart().setDiscount('sale', TEN_PERCENT);
    expect(wanted()).toBeNull();
    checkout().startPaying();
    await settled();
    await checkout().payCash(900);
    expect((await sold())[0]).toMatchObject({ state: 'completed', totals: { dueMinor: 900 } });
    expect(await acts(host)).toEqual([
      ['discount', 100, '00'],
      ['completed', 100],
    ]);
  });

  it('A28 more goods under a percentage: the supervisor is asked before money is taken, and then it is', async () => {
    const { host, cart, wanted, agrees, close, checkout, sold } = await counterOf('03');
    cart().scan(TEA);
    cart().setDiscount('sale', TEN_PERCENT);
    await agrees();
    cart().scan(TEA, 9000);
    expect(wanted()).toBeNull();
    checkout().startPaying();
    await settled();
    await checkout().payCash(4500);
    expect(wanted()).toMatchObject({ right: 'discount', amountMinor: 500 });
    expect(await sold()).toEqual([]);
    close();
    expect(checkout().paying).toMatchObject({ busy: false, verdict: null });
    await checkout().payCash(4500);
    await agrees();
    await settled();
    expect((await sold())[0]).toMatchObject({ state: 'completed', totals: { dueMinor: 4500 } });
    expect(await acts(host)).toEqual([
      ['discount', 50, '00'],
      ['discount', 500, '00'],
      ['completed', 500],
    ]);
  });

  it('A28 A03 after a restart of the window what was allowed is asked about once more, when it is paid', async () => {
    const { host, store, cart, agrees } = await counterOf('03');
    cart().scan(TEA);
    cart().setDiscount('line', TEN_PERCENT);
    await agrees();
    await settled();
    const again = await windowOver(host, store);
    expect(again.cart().cart.lines).toMatchObject([{ discount: TEN_PERCENT }]);
    again.checkout().startPaying();
    await settled();
    await again.checkout().payCash(450);
    expect(again.wanted()).toMatchObject({ right: 'discount', amountMinor: 50 });
    await again.agrees();
    await settled();
    expect(await again.sold()).toMatchObject([{ state: 'completed' }]);
  });

  it('A28 A17 paid in part, the rest is taken over a restart without asking again', async () => {
    const { host, store, cart, agrees, checkout } = await counterOf('03');
    cart().scan(TEA);
    cart().setDiscount('line', TEN_PERCENT);
    await agrees();
    checkout().startPaying();
    await settled();
    await checkout().payCash(100);
    const again = await windowOver(host, store);
    again.checkout().startPaying();
    await settled();
    await again.checkout().payCash(350);
    expect(again.wanted()).toBeNull();
    expect(await again.sold()).toMatchObject([{ state: 'completed', totals: { dueMinor: 450 } }]);
  });

  it('A28 A16 held and taken up again freely; thrown away only with a yes', async () => {
    const { cart, pieces, wanted, agrees } = await counterOf('03');
    cart().scan(TEA);
    const { saleId } = cart().cart;
    cart().hold();
    expect(await cart().recall(saleId)).toBe('recalled');
    cart().hold();
    expect([pieces(), wanted()]).toEqual([[], null]);
    cart().discard(saleId);
    expect(wanted()).toMatchObject({ right: 'delete', amountMinor: 500, saleId });
    expect(cart().held).toHaveLength(1);
    await agrees();
    expect(cart().held).toEqual([]);
  });

  it('A28 what the supervisor was asked about is no more: a yes changes nothing', async () => {
    const { cart, pieces, agrees } = await counterOf('03');
    cart().scan(TEA, 2000);
    cart().removeActive();
    cart().scan(TEA);
    await agrees();
    expect(pieces()).toEqual([3]);
  });

  it.each(['01', '00'] as const)(
    'A28 %s has every right and is asked nothing',
    async (operatorId) => {
      const { host, cart, pieces, wanted } = await counterOf(operatorId);
      cart().scan(TEA, 2000);
      cart().step(-1);
      cart().setDiscount('sale', TEN_PERCENT);
      expect(pieces()).toEqual([1]);
      cart().removeActive();
      expect([pieces(), wanted(), await acts(host)]).toEqual([[], null, []]);
    },
  );
});
