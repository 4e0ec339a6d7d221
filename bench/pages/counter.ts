import type { TillPorts } from '../../renderer/ports.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import { createCartStore } from '../../renderer/stores/cart-store.ts';
import { createCheckoutStore } from '../../renderer/stores/checkout-store.ts';
import type { Paying } from '../../renderer/stores/paying.ts';
import { readDraft } from '../../shared/contracts/draft-cart.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';

/** From what the cashier presses until what it did may be shown; epoch milliseconds. */
export interface Moment {
  readonly fromMs: number;
  readonly toMs: number;
}

/** `stored` is a card without a line: from the cashier's yes to the promise. */
export type Tender = 'cash' | 'stored' | 'card';

const LINES_A_SALE = 5;
/** What nobody waited for has come to its end, and the machine has gone to sleep over it. */
export const REST_MS = 25;

/** A counter without a screen: the stores that the screens press and read, over the real till. */
export function openCounter(till: OpenTill, ports: TillPorts) {
  const cart = createCartStore(ports, (saleId) => till.checkout.begin(saleId));
  const checkout = createCheckoutStore({ openTill: () => till, cart });

  /** The goods lie there, the draft is kept, and whoever pays comes a little later. */
  async function ringUp(): Promise<number> {
    for (let nth = 0; nth < LINES_A_SALE; nth += 1) cart.getState().scan(goods(nth));
    await until(async () => {
      const note = await ports.store.note('draft-cart');
      const draft = note.ok ? readDraft(note.value ?? '') : null;
      return draft !== null && draft !== 'unreadable' && draft.lines.length === LINES_A_SALE;
    });
    checkout.getState().startPaying();
    await pause(REST_MS);
    return cart.getState().cart.lines.reduce((sum, { product }) => sum + product.priceMinor, 0);
  }

  function shown(is: (paying: Paying) => boolean): Promise<number> {
    return new Promise((resolve) => {
      const stop = checkout.subscribe(({ paying }) => {
        if (paying === null || !is(paying)) return;
        stop();
        resolve(nowMs());
      });
    });
  }

  async function pay(tender: Tender, dueMinor: number): Promise<Moment> {
    const verdict = shown((paying) => paying.verdict !== null);
    if (tender === 'stored') {
      const asked = shown(({ question }) => question?.kind === 'promise');
      void checkout.getState().payCard('good-tap');
      await asked;
    }
    const fromMs = nowMs();
    const { answer, payCash, payCard } = checkout.getState();
    if (tender === 'stored') {
      answer('promise', { accept: true, customerContact: '', supervisor: null });
    } else void (tender === 'cash' ? payCash(dueMinor) : payCard('good-tap'));
    return { fromMs, toMs: await verdict };
  }

  /** One sale from the first scan until the slip is out and the counter is free. */
  return async (tender: Tender): Promise<Moment> => {
    const dueMinor = await ringUp();
    const moment = await pay(tender, dueMinor);
    await until(() => {
      const { paying } = checkout.getState();
      const kind = paying?.verdict?.kind;
      if (kind === 'failed' || kind === 'declined') throw new Error(JSON.stringify(paying));
      return Promise.resolve(paying?.slip === 'printed');
    });
    checkout.getState().stopPaying();
    return moment;
  };
}

const nowMs = (): number => performance.timeOrigin + performance.now();

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (await holds()) return;
    await pause(2);
  }
  throw new Error('what was waited for never came');
}

export const pause = (waitMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, waitMs));

function goods(nth: number): Product {
  return {
    id: `product-${1000 + nth}`,
    sku: '',
    barcode: `690123456${1000 + nth}`,
    nameZh: '农夫山泉饮用天然水 550ml',
    nameEn: 'Nongfu Spring water 550 ml',
    category: 'drinks',
    priceMinor: minor(350 + nth * 25),
    taxBasisPoints: 1300,
    unit: 'piece',
  };
}
