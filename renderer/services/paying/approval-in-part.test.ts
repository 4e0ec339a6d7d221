import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { settlementTotals, recordsOf } from '../../../shared/domain/settlement-records.ts';
import { present } from '../../../shared/lib/assert.ts';
import { ok } from '../../../shared/lib/result.ts';
import { payCash } from './cash-payment.ts';
import { resolveOpenPayments } from './open-payments.ts';
import { cartOf } from '../recovery/recovery-writing.ts';
import { canBeCancelled, cancelSale } from './sale-cancelling.ts';
import { benchTill, outcomeKind, pricedCart } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';

const DUE = minor(2617);
const PART = minor(1500);
const REST = minor(1117);

/** A till at which a customer's card is good for a part of what is due. */
async function tillInPart() {
  const till = benchTill();
  till.fake.inPart.set('small', PART);
  const cart = pricedCart(till.fake.random.uuid(), DUE);
  const sale = async (): Promise<Sale> => {
    const sales = await till.store.recentSales(1);
    return present(sales.ok ? sales.value[0] : undefined, 'the sale');
  };
  const cash = (receivedMinor: number) =>
    payCash(till.ports, till.ledger, till.place, {
      cart,
      receivedMinor: minor(receivedMinor),
      rounding: NO_CASH_ROUNDING,
    });
  const states = async () => (await sale()).payments.map(({ status }) => status.state);
  return { ...till, cart, sale, cash, states };
}

describe('approved in part (10)', () => {
  it('P5 A17 the part counts and the rest is due: in cash, and the report says so', async () => {
    const till = await tillInPart();
    const { outcome, desk } = await till.payByCard('small', { cart: till.cart });
    expect(outcomeKind(outcome)).toBe('approved');
    expect(desk.steps).toContainEqual(
      expect.objectContaining({ step: 'authorisation', progress: 'done', code: '10' }),
    );
    const open = await till.sale();
    expect(open).toMatchObject({ state: 'paying', report: null });
    expect(open.tenders).toMatchObject([{ kind: 'card', amountMinor: PART }]);
    expect(open.payments).toMatchObject([
      { core: { amountMinor: DUE }, status: { state: 'approved-in-part', approvedMinor: PART } },
    ]);
    const paid = await till.cash(2000);
    expect(paid).toMatchObject({ value: { state: 'completed' } });
    const sale = await till.sale();
    expect(sale.tenders).toMatchObject([
      { kind: 'card', amountMinor: PART },
      { kind: 'cash', amountMinor: REST, changeMinor: 883 },
    ]);
    expect(settlementTotals(recordsOf(sale.payments)).debit).toEqual({ sumMinor: PART, count: 1 });
  });

  it('A17 A18 or by another card: for the rest, never for more', async () => {
    const till = await tillInPart();
    await till.payByCard('small', { cart: till.cart });
    const more = await till.payByCard('good-tap', { cart: till.cart, amountMinor: DUE });
    expect(more.outcome).toMatchObject({ error: { code: 'amount-over-rest' } });
    // Its cart costs what the first one did: only what is asked of the second card differs.
    const second = await till.payByCard('good-tap', { cart: till.cart, amountMinor: REST });
    expect(outcomeKind(second.outcome)).toBe('approved');
    expect(await till.sale()).toMatchObject({ state: 'completed' });
    expect(await till.states()).toEqual(['approved-in-part', 'approved']);
  });

  it('P6 or not at all: the part is reversed, and nothing stands', async () => {
    const till = await tillInPart();
    await till.payByCard('small', { cart: till.cart });
    expect(canBeCancelled(await till.sale())).toBe(true);
    expect(await cancelSale(till.ledger, till.cart.saleId)).toMatchObject({
      value: { state: 'not-paid', tenders: [] },
    });
    expect(await till.store.outbox()).toMatchObject({
      value: [{ kind: 'reversal', amountMinor: PART }],
    });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await till.states()).toEqual(['reversed']);
    expect(till.fake.booked.size).toBe(0);
  });

  it('P5 F03 the answer is lost: asked by its id, the same part counts', async () => {
    const till = await tillInPart();
    till.fake.script = ['lose-answer'];
    const { outcome } = await till.payByCard('small', { cart: till.cart });
    expect(outcomeKind(outcome)).toBe('approved');
    expect(await till.states()).toEqual(['approved-in-part']);
    expect(till.fake.booked.size).toBe(1);
  });

  it('P5 F03 killed before the answer: the start finds the part, and the sale is still open', async () => {
    const till = await tillInPart();
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        await authorise(request);
        throw new Error('killed');
      },
    });
    await expect(till.payByCard('small', { cart: till.cart })).rejects.toThrow('killed');
    Object.assign(till.fake.host, { authorise });
    const again = benchTill(till.fake, till.store);
    await again.ledger.catchUp();
    const settled = await resolveOpenPayments(again.ports, again.ledger, TERMINAL, () => false);
    expect(settled).toMatchObject({
      value: [{ state: 'paying', tenders: [{ amountMinor: PART }] }],
    });
    expect(till.fake.booked.size).toBe(1);
  });

  it('P13 P6 a part makes up for no loss: it is taken back, and the loss is still to be decided', async () => {
    const till = await tillInPart();
    await till.payByCard('good-tap', { cart: till.cart, lineUsable: false });
    till.fake.decline.set('good-tap', '51');
    await till.outbox.drain();
    const before = await till.sale();
    const recovers = present(before.tenders[0], 'the tender').id;
    const { outcome } = await till.payByCard('small', { cart: cartOf(before), recovers });
    expect(outcomeKind(outcome)).toBe('taken-back');
    await till.outbox.drain({ urgent: true });
    expect(await till.states()).toEqual(['refused', 'reversed']);
    expect((await till.sale()).tenders).toMatchObject([{ amountMinor: DUE }]);
    expect(till.fake.booked.size).toBe(0);
    expect(await till.store.outbox()).toMatchObject(ok([{ lane: 'exception' }]));
  });
});
