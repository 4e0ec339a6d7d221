import { expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { minor } from '../../../shared/domain/money.ts';
import { err } from '../../../shared/lib/result.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';

/** A payment whose intent the journal alone holds: nobody knows what became of it. */
async function tillInDoubt(askedMinor: number) {
  const till = benchTill();
  const saleId = till.fake.random.uuid();
  const { apply } = till.store;
  Object.assign(till.store, { apply: () => Promise.resolve(err(failure('store-full'))) });
  const first = await till.payByCard('good-tap', {
    cart: pricedCart(saleId, minor(2617)),
    amountMinor: minor(askedMinor),
  });
  expect(first.outcome).toMatchObject({ ok: false, error: { code: 'payment-open' } });
  Object.assign(till.store, { apply });
  await till.ledger.catchUp();
  return { till, saleId };
}

it.each([
  ['all that is due by now', 2617, { amountMinor: 3000, state: 'completed' }],
  ['the part that was wanted', 1000, { amountMinor: 1000, state: 'paying' }],
] as const)(
  'P7 A15 what comes in the place of a payment in doubt is for %s',
  async (_what, askedMinor, { amountMinor, state }) => {
    const { till, saleId } = await tillInDoubt(askedMinor);
    till.fake.always = 'cut';
    // Meanwhile something more lies on the counter, or a discount is gone.
    const cart = pricedCart(saleId, minor(3000));
    const { outcome, desk } = await till.payByCard('good-tap', { cart, amountMinor: minor(3000) });
    expect(outcome).toMatchObject({ ok: true, value: { kind: 'provisional', sale: { state } } });
    expect(desk.questions).toMatchObject([{ kind: 'promise', amountMinor }]);
    const sale = outcome.ok && outcome.value.kind === 'provisional' ? outcome.value.sale : null;
    expect(sale?.payments.map(({ core, status }) => [core.amountMinor, status.state])).toEqual([
      [askedMinor, 'reversing'],
      [amountMinor, 'stored'],
    ]);
  },
);
