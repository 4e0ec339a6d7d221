import { expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { minor } from '../../shared/domain/money.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { payCash } from './cash-payment.ts';
import { recordedSale } from './sale-reading.ts';
import { benchTill, outcomeKind, pricedCart } from './testing/bench-till.ts';

type Till = ReturnType<typeof benchTill>;

/** The journal takes what comes now, the database does not, also when it is asked once more (twice). */
function withoutDatabase({ store }: Till, times = 2): void {
  const { apply } = store;
  let left = times;
  const failing: typeof apply = async (changes) => {
    if (left === 0) return apply(changes);
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
  expect(['approved', 'taken-back']).toContain(outcomeKind(outcome));
  const sale = outcome.ok && 'sale' in outcome.value ? outcome.value.sale : null;
  expect(sale?.payments).toHaveLength(1);
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
