import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { payCash } from '../paying/cash-payment.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';

/** A till at which somebody is about to pay in cash; it notes what its database is asked about sales. */
function payingTill() {
  const till = benchTill();
  const { ports, ledger, place, store, fake } = till;
  const { sales } = store;
  const asked: string[][] = [];
  const watched: typeof sales = (ids) => {
    asked.push([...ids]);
    return sales(ids);
  };
  Object.assign(store, { sales: watched });
  const cart = pricedCart(fake.random.uuid());
  const { saleId } = cart;
  ledger.newSales.begin(saleId);
  const order = { cart, receivedMinor: minor(2617), rounding: NO_CASH_ROUNDING };
  const pay = () => payCash(ports, ledger, place, order);
  const paymentBegins = async (): Promise<void> => {
    ledger.newSales.lookAhead(saleId);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { ...till, asked, saleId, pay, paymentBegins };
}

describe('F08 P9 a new sale, of which the database is asked when its payment begins', () => {
  it('is asked about once, and whoever pays does not wait for that', async () => {
    const { asked, saleId, pay, paymentBegins } = payingTill();
    await paymentBegins();
    await paymentBegins();
    expect(asked).toEqual([[saleId]]);
    expect(await pay()).toMatchObject({ value: { state: 'completed' } });
    expect(asked).toEqual([[saleId]]);
  });

  it('P8 what was said ahead is for the first step alone: the next one reads', async () => {
    const { ledger, store, pay, paymentBegins } = payingTill();
    await paymentBegins();
    // The first step has to complete the database before, and reads for itself.
    store.failNext('failed', 2);
    const notice = { kind: 'notice', code: 'test', detail: '' } as const;
    expect(await ledger.commit(() => notice)).toMatchObject({ ok: false });
    expect(await pay()).toMatchObject({ ok: true });
    expect(await pay()).toMatchObject({ error: { code: 'sale-completed' } });
  });

  it('a database that said nothing then is asked again', async () => {
    const { store, asked, saleId, pay, paymentBegins } = payingTill();
    store.failNext('failed');
    await paymentBegins();
    expect(await pay()).toMatchObject({ ok: true });
    expect(asked).toEqual([[saleId], [saleId]]);
  });

  it('a database that still says nothing: nothing is written', async () => {
    const { store, fake, pay, paymentBegins } = payingTill();
    store.failNext('failed', 9);
    await paymentBegins();
    expect(await pay()).toMatchObject({ ok: false });
    expect(fake.journal).toEqual([]);
  });
});
