import { expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { payCash } from '../paying/cash-payment.ts';
import { clockFloor } from './clock-floor.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';

const DAY_MS = 86_400_000;

async function sellInCash(till: ReturnType<typeof benchTill>): Promise<void> {
  const cart = pricedCart(till.fake.random.uuid());
  const order = { cart, receivedMinor: minor(5_000), rounding: NO_CASH_ROUNDING };
  expect(await payCash(till.ports, till.ledger, till.place, order)).toMatchObject({ ok: true });
}

const floorOf = (till: ReturnType<typeof benchTill>) =>
  clockFloor(till.store, till.ledger.head().number);

/** A promise, a sale while the clock is ahead, and sales after it was set right again. */
async function afterJump(daysAhead: number) {
  const till = benchTill();
  const promisedMs = till.fake.nowMs;
  await till.payByCard('good-tap', { lineUsable: false });
  till.fake.nowMs += daysAhead * DAY_MS;
  const aheadMs = till.fake.nowMs;
  await sellInCash(till);
  till.fake.nowMs -= daysAhead * DAY_MS;
  for (let i = 0; i < 600; i += 1) await sellInCash(till);
  return { till, promisedMs, aheadMs };
}

it('P20 a jump that the journal saw counts as long as a promise from before it waits', async () => {
  const { till, aheadMs } = await afterJump(2);
  expect(await floorOf(till)).toEqual({ ok: true, value: aheadMs });
});

it('P20 with nothing promised the last record counts, wherever the clock has been', async () => {
  const { till } = await afterJump(2);
  expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
  const nowMs = till.fake.nowMs;
  await sellInCash(till);
  expect(await floorOf(till)).toEqual({ ok: true, value: nowMs });
});

it('P20 a clock that was set back does not make the floor younger', async () => {
  const { till, promisedMs } = await afterJump(-2);
  expect(await floorOf(till)).toEqual({ ok: true, value: promisedMs });
});

it('P20 an empty journal bears nothing out', async () => {
  expect(await floorOf(benchTill())).toEqual({ ok: true, value: 0 });
});
