import { expect, it } from 'vitest';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { benchTill, pricedCart } from '../services/testing/bench-till.ts';
import { verdictOfFailure } from './verdict-of-failure.ts';

const FULL = failure('disk-nearly-full', '0 bytes left');

const codeAfter = (
  failed: Failure,
  recorded: Parameters<typeof verdictOfFailure>[1],
  before: Sale | null = null,
) => {
  const verdict = verdictOfFailure(failed, recorded, before);
  return verdict.kind === 'failed' ? verdict.failure.code : verdict.kind;
};

it('I9 what touched no money says so where nothing of the sale is open', () => {
  expect(codeAfter(FULL, ok(null))).toBe('disk-nearly-full');
});

it('I9 nothing is called untouched of a sale whose records cannot be read', () => {
  expect(codeAfter(FULL, err(failure('store-failed', 'planted')))).toBe('sale-unread');
  expect(codeAfter(FULL, null)).toBe('sale-unread');
});

it('P9 I9 an approval that is to be taken back is named instead', () => {
  const notTakenBack = failure('outcome-not-recorded', 'planted');
  expect(codeAfter(FULL, err(notTakenBack))).toBe('outcome-not-recorded');
});

it('P8 I9 an earlier try that is still open is named instead', async () => {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid());
  let seen: ReturnType<typeof codeAfter> | null = null;
  const { authorise } = till.fake.host;
  Object.assign(till.fake.host, {
    authorise: async (request: Parameters<typeof authorise>[0]) => {
      const sales = await till.store.sales([cart.saleId]);
      const sale = present(sales.ok ? sales.value.get(cart.saleId) : null, 'the sale being paid');
      seen = codeAfter(FULL, ok(sale));
      return authorise(request);
    },
  });
  await till.payByCard('good-tap', { cart });
  expect(seen).toBe('sale-busy');
});

it('P9 I9 a sale that the step before has sold after all is called sold; one that is being recovered is not', async () => {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid());
  await till.payByCard('good-tap', { cart });
  const sales = await till.store.sales([cart.saleId]);
  const sold = present(sales.ok ? sales.value.get(cart.saleId) : null, 'the sale that was paid');
  expect(codeAfter(FULL, ok(sold))).toBe('sale-completed');
  expect(codeAfter(FULL, ok({ ...sold, state: 'voided' }))).toBe('sale-voided');
  expect(codeAfter(FULL, ok(sold), sold)).toBe('disk-nearly-full');
});

it('I9 what is unknown or safe anyway is said as it is', () => {
  const behind = failure('store-behind', 'planted');
  expect(codeAfter(behind, null)).toBe('store-behind');
});
