import { expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { Checkout } from '../paying/checkout.ts';
import { benchTill, pricedCart, scriptedDesk } from '../testing/bench-till.ts';

/** A till whose sale by card has no slip yet. */
async function soldByCard() {
  const till = benchTill();
  const { fake, ports, store, ledger, outbox, surroundings } = till;
  const checkout = new Checkout({
    ports: { ...ports, store },
    ledger,
    outbox,
    surroundings: () => surroundings(true),
    cashRounding: () => NO_CASH_ROUNDING,
    businessDayAt: (atMs) => new Date(atMs).toISOString().slice(0, 10),
    cardsChanged: () => undefined,
  });
  const cart = pricedCart(fake.random.uuid());
  const order = { cart, cardId: 'good-tap', amountMinor: minor(2617) };
  expect(await checkout.payCard(order, scriptedDesk({}))).toMatchObject({ ok: true });
  const sale = async (): Promise<Sale> => {
    const read = await store.sales([cart.saleId]);
    return present(read.ok ? read.value.get(cart.saleId) : undefined, 'the sale');
  };
  const voided = () => {
    const approval = { ...fake.approval(), reason: 'wrong size' };
    return checkout.voidSale({ saleId: cart.saleId, approval }, scriptedDesk({}));
  };
  return { fake, checkout, saleId: cart.saleId, sale, voided };
}

it('I9 F04 a slip that is wanted during a void waits for it: no paper calls unknown what is voided', async () => {
  const { fake, checkout, saleId, sale, voided } = await soldByCard();
  const { authorise } = fake.host;
  const wanted: Promise<unknown>[] = [];
  let cameOut = -1;
  Object.assign(fake.host, {
    authorise: async (request: Parameters<typeof authorise>[0]) => {
      wanted.push(checkout.slips.print(saleId, 'first'));
      // Turns enough for it to come out; the bank's patience is not used up by them.
      for (let turns = 0; turns < 100; turns += 1) await Promise.resolve();
      cameOut = fake.slips.length;
      return authorise(request);
    },
  });
  expect(await voided()).toMatchObject({ value: { kind: 'voided' } });
  expect(cameOut).toBe(0);
  await Promise.all(wanted);
  expect(fake.slips.map(({ copyNumber, certainty }) => [copyNumber, certainty])).toEqual([
    [1, 'refused'],
  ]);
  expect(fake.slips[0]?.lines.join('')).not.toContain('未知');
  expect((await sale()).receipt.printedCount).toBe(1);
});

it('A26 another sale’s slip waits for nobody', async () => {
  const { fake, checkout, voided } = await soldByCard();
  const other = pricedCart(fake.random.uuid());
  await checkout.payCash(other, other.totals.dueMinor);
  const { authorise } = fake.host;
  Object.assign(fake.host, {
    authorise: async (request: Parameters<typeof authorise>[0]) => {
      expect(await checkout.slips.print(other.saleId, 'first')).toMatchObject({ ok: true });
      return authorise(request);
    },
  });
  expect(await voided()).toMatchObject({ value: { kind: 'voided' } });
  expect(fake.slips.map(({ saleId }) => saleId)).toEqual([other.saleId]);
});
