import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { cancelSale } from '../../renderer/services/paying/sale-cancelling.ts';
import type { PricedCart } from '../../renderer/services/books/sale-writing.ts';
import { pricedCart } from '../../renderer/services/testing/bench-till.ts';
import type { PinPadKey } from '../../shared/contracts/pin-pad-keys.ts';
import { minor } from '../../shared/domain/money.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from './day-ends.ts';
import { shopForTests } from './shop-for-tests.ts';

const SUPERVISOR_PIN = '0000';
const pinOf = (cardId: string) => TEST_CARDS.find(({ id }) => id === cardId)?.pin ?? '';
const [DUE, HELD, REST] = [minor(2617), minor(1500), minor(1117)];

/** Cards with little on them (10, 余额查询), for real, counted in the bank's own books. */
describe('approved in part, all the way to the ledger', () => {
  const shop = shopForTests();
  let cart: PricedCart;

  beforeEach(async () => {
    cart = pricedCart(v7(), DUE);
    await shop.bank.admin('balances', { cardId: 'small', amountMinor: HELD });
  });

  const pays = () => shop.till.sellByCard('small', { cart, amountMinor: DUE });
  async function atBank() {
    const { terminalId } = shop.till.report.terminal;
    const rows = await shop.bank.rows<{ amount: string; asked: string | null; state: string }>(
      `SELECT amount_minor AS amount, asked_minor AS asked, state FROM transactions
       WHERE terminal_id = $1 ORDER BY transaction_number`,
      [terminalId],
    );
    return rows.map(({ amount, asked, state }) => [Number(amount), Number(asked), state]);
  }
  async function leftOnCard() {
    const [card] = await shop.bank.rows<{ left: string }>(
      "SELECT available_minor AS left FROM cards WHERE id = 'small'",
      [],
    );
    return Number(card?.left);
  }

  it('I1 P22 the part is booked, the rest is cash, and the day end pays out the part', async () => {
    expect(await pays()).toMatchObject({ kind: 'approved', sale: { state: 'paying' } });
    expect(await atBank()).toEqual([[HELD, DUE, 'approved']]);
    expect(await leftOnCard()).toBe(0);
    expect(valueOf(await shop.till.sellForCash(REST, cart))).toMatchObject({ state: 'completed' });
    const debit = { sumMinor: HELD, count: 1 };
    expect(await dayEndsIn(shop).close()).toMatchObject({ step: 'confirmed', totals: { debit } });
  });

  it.each(['small', 'good-chip', 'chip-pin'])(
    'P18 P27 what is on %s: with its PIN, to the bank and back, and nothing has moved',
    async (cardId) => {
      const { host, report } = shop.till;
      const { terminalId, merchantId, parameters } = report.terminal;
      const { currency } = parameters;
      const core = { id: v7(), amountMinor: minor(0), currency, terminalId };
      const laysOn = () => host.presentCard({ cardId, core, lineUsable: true });
      expect(await laysOn()).toMatchObject({ error: { code: 'pin-needed' } });
      const press = async (key: PinPadKey) =>
        valueOf(await host.pressPinKey({ paymentId: core.id, key }));
      for (const key of pinOf(cardId)) await press(key as PinPadKey);
      expect(await press('confirm')).toMatchObject({ state: 'entered' });
      const { sealedCard, sealedPin } = valueOf(await laysOn());
      const told = await host.askBalance({
        core: { id: core.id, currency, terminalId, merchantId, sealedCard },
        attempt: {
          sentAtMs: Date.now(),
          operatorId: '01',
          deliveredUpTo: 0,
          sealedPin: sealedPin ?? '',
        },
      });
      const [card] = await shop.bank.rows<{ left: string }>(
        'SELECT available_minor AS left FROM cards WHERE id = $1',
        [cardId],
      );
      expect(valueOf(told).answer).toEqual({
        id: core.id,
        code: '00',
        balanceMinor: Number(card?.left),
      });
      expect(await atBank()).toEqual([]);
    },
  );

  it('P18 voided with its cash: the part is back on the card, and nothing is left to pay out', async () => {
    await pays();
    valueOf(await shop.till.sellForCash(REST, cart));
    const { kind } = await shop.till.voidTheSale(cart.saleId, SUPERVISOR_PIN);
    expect(kind).toBe('voided');
    expect(await atBank()).toEqual([
      [HELD, DUE, 'reversed'],
      [HELD, 0, 'approved'],
    ]);
    expect(await leftOnCard()).toBe(HELD);
  });

  it('P6 the customer does not want it then: the part is back on the card', async () => {
    await pays();
    valueOf(await cancelSale(shop.till.ledger, cart.saleId));
    await shop.till.outbox.drain({ urgent: true });
    expect(await atBank()).toEqual([[HELD, DUE, 'reversed']]);
    expect(await leftOnCard()).toBe(HELD);
  });

  it('P5 F13 the answer is lost: asked by its id, it is the same part', async () => {
    const answer = shop.cable.hold(AUTHORISATIONS, 'answer');
    const paying = pays();
    await answer.reached;
    answer.drop();
    expect(await paying).toMatchObject({
      kind: 'approved',
      sale: { state: 'paying', tenders: [{ amountMinor: HELD }] },
    });
    expect(await atBank()).toEqual([[HELD, DUE, 'approved']]);
  });
});
