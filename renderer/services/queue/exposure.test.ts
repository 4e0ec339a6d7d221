import { expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { payCash } from '../paying/cash-payment.ts';
import { exposureNow } from './exposure.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';

it('P15 a promise counts until the bank has answered, however many sales came after it', async () => {
  const till = benchTill();
  const { fake, store, ledger } = till;
  await till.payByCard('good-chip', { lineUsable: false });
  const promisedAtMs = fake.nowMs;
  for (let i = 0; i < 2_100; i += 1) {
    fake.nowMs += 1_000;
    const order = { receivedMinor: minor(2617), rounding: NO_CASH_ROUNDING };
    const cart = pricedCart(fake.random.uuid());
    await payCash(fake, ledger, till.place, { ...order, cart });
  }
  await till.payByCard('good-tap', { lineUsable: false, amountMinor: minor(1000) });
  const promised = { count: 2, totalMinor: 3617 };
  expect(await exposureNow(store, '')).toMatchObject({ ok: true, value: promised });
  const { value } = (await exposureNow(store, '')) as { value: { oldestAtMs: number } };
  expect(value.oldestAtMs).toBeLessThanOrEqual(promisedAtMs);

  await till.outbox.drain();
  const nothing = { count: 0, totalMinor: 0, oldestAtMs: null };
  expect(await exposureNow(store, '')).toMatchObject({ ok: true, value: nothing });
});
