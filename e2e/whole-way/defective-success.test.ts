import { describe, expect, it } from 'vitest';
import { openPayPage, pressPay } from '../../bank-api/test/pay-page.ts';
import { reasonOf } from '../../renderer/services/queue/queue-words.ts';
import { minor } from '../../shared/domain/money.ts';
import { isToBeWatched } from '../../shared/domain/payment.ts';
import { present } from '../../shared/lib/assert.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from './day-ends.ts';
import { shopForTests } from './shop-for-tests.ts';

const CARD = 'defective';

/** A2 A4 A5 A6: done, and to be confirmed with the other bank. From the tray to the ledger and back. */
describe('a defective success, all the way to the ledger', () => {
  const shop = shopForTests();
  const { close: closeDay } = dayEndsIn(shop);

  const lastSale = async () => present(valueOf(await shop.till.store.recentSales(1))[0], 'a sale');
  async function codesAtBank() {
    const rows = await shop.bank.rows<{ state: string; code: string; amount: string }>(
      `SELECT state, code, amount_minor AS amount FROM transactions
       WHERE terminal_id = $1 ORDER BY transaction_number`,
      [shop.till.report.terminal.terminalId],
    );
    return rows.map(({ state, code, amount }) => `${state} ${code} ${amount}`);
  }
  /** Approved like any other, and marked to be looked after: in the record, so after a restart too. */
  async function seesWatched(code: string) {
    for (const when of ['now', 'after a restart']) {
      if (when !== 'now') {
        await shop.restart();
      }
      const sale = await lastSale();
      const payment = present(sale.payments.at(-1), 'the payment');
      expect(payment.status).toMatchObject({
        state: 'approved',
        watchCode: code,
        institutions: { issuer: { name: '海岬银行 Haijia Bank' } },
      });
      expect(isToBeWatched(payment)).toBe(true);
      expect(reasonOf(sale, payment, null)).toMatchObject({ kind: 'to-be-watched' });
    }
  }

  it.each([
    [2612, 'A2'],
    [2614, 'A4'],
    [2615, 'A5'],
    [2616, 'A6'],
  ])(
    'P22 %s is paid with %s: booked, shown as approved, watched, and settled',
    async (due, code) => {
      const outcome = await shop.till.sellByCard(CARD, { amountMinor: minor(due) });
      expect(outcome).toMatchObject({ kind: 'approved', sale: { state: 'completed' } });
      await seesWatched(code);
      expect(await codesAtBank()).toEqual([`approved ${code} ${due}`]);
      const { id: saleId, number: saleNumber } = await lastSale();
      const watched = [{ saleId, saleNumber, amountMinor: due }];
      expect(valueOf(await shop.till.dayEnd.look())).toMatchObject({ watched });
      const debit = { sumMinor: due, count: 1 };
      expect(await closeDay()).toMatchObject({ step: 'confirmed', totals: { debit }, watched });
      expect(valueOf(await shop.till.dayEnd.look())).toMatchObject({ watched: [] });
    },
  );

  it('P5 F13 the answer is lost: asked by its id it is still to be watched', async () => {
    const answer = shop.cable.hold(AUTHORISATIONS, 'answer');
    const paying = shop.till.sellByCard(CARD, { amountMinor: minor(2614) });
    await answer.reached;
    answer.drop();
    expect(await paying).toMatchObject({ kind: 'approved' });
    await seesWatched('A4');
  });

  it('P3 P13 a promise is booked with it and leaves the queue, watched', async () => {
    await shop.till.sellByCard(CARD, { amountMinor: minor(2616), lineUsable: false });
    expect(await shop.till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const { payments } = await lastSale();
    expect(payments).toMatchObject([{ status: { state: 'posted', watch: true } }]);
    expect(await codesAtBank()).toEqual(['posted A6 2616']);
    expect(await closeDay()).toMatchObject({ step: 'confirmed', watched: [{ amountMinor: 2616 }] });
  });

  it('P6 it is money like any other: voided, it is back on the card', async () => {
    const { sale } = await shop.till.sellByCard(CARD, { amountMinor: minor(2612) });
    const { kind } = await shop.till.voidTheSale(present(sale, 'the sale').id, '0000');
    expect(kind).toBe('voided');
    expect(await codesAtBank()).toEqual(['reversed A2 2612', 'approved 00 2612']);
    expect(await closeDay()).toMatchObject({ step: 'confirmed', watched: [] });
  });

  it('P13 paid by a link it is to be watched as well', async () => {
    await shop.till.sellByCard('poor', { amountMinor: minor(2615), lineUsable: false });
    await shop.till.outbox.drain({ urgent: true });
    const { id, tenders } = await lastSale();
    await shop.till.payLinks.make(id, present(tenders[0], 'the tender').id);
    const link = present((await lastSale()).payLinks?.at(-1), 'the link');
    const { url } = 'url' in link.status ? link.status : { url: '' };
    const { form } = await openPayPage(url);
    expect((await pressPay(url, form, CARD)).state).toBe('paid');
    await shop.till.payLinks.ask({ now: true });
    await seesWatched('A5');
  });
});
