import { expectSoundBooks } from '../books.ts';
import { expect, testAt } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

/** Its cash is rounded: a merchant of its own, so that nobody else's is. */
const MERCHANT = {
  merchantId: '898310054110019',
  name: '抹零商户',
  shopName: '抹零商户 Rounding',
  mode: 'demo',
} as const;

const test = testAt(MERCHANT);

/** The noodles are ¥4.50; coins are of one yuan. */
for (const [rounding, inCash, roundingMinor, ofOneFifty] of [
  ['half-up', 500, 50, '¥2.00'],
  ['down', 400, -50, '¥1.00'],
] as const) {
  test(`A19 A24 cash is rounded (${rounding}) as the bank orders, and given back so; a card is not`, async ({
    bank,
    terminal,
    machine,
    till: first,
  }) => {
    const { merchantId } = MERCHANT;
    await bank.admin('cash-rounding', { merchantId, cashRounding: { stepMinor: 100, rounding } });
    await first.waitUntilOpen();
    const till = await machine.restart();
    await till.waitUntilOpen();
    const { payment, sales } = till;

    await till.register.scan(SHELF.noodles.barcode);
    await till.register.startPaying();
    await payment.openDesk('cash');
    await expect(payment.dueInCash).toHaveText(`¥${inCash / 100}.00`);
    await payment.payCash(1_000);
    await payment.seesVerdict('cash');
    await expect(payment.change).toHaveText(`¥${10 - inCash / 100}.00`);
    await payment.nextSale();
    await till.sell([SHELF.noodles.barcode], { by: 'cash' });
    await expect(payment.change).toHaveText('¥0.00');
    await payment.nextSale();
    await till.sell([SHELF.noodles.barcode], { by: 'card', cardId: 'good-tap' });
    await payment.nextSale();

    await till.goTo('sales');
    await expect(sales.rows).toHaveCount(3);
    await sales.find('-000001');
    await expect(sales.rows).toHaveCount(1);
    await expect(sales.voidButton).toContainText(till.words.say('sales', 'voidHintCash'));
    await sales.voidIt('0000');
    await sales.seesEnd('voided');
    await sales.leave();
    await till.waitUntilAllSent();
    const tenders = await bank.rows<{ kind: string; amount: string; rounding: string }>(
      `SELECT t.kind, t.amount_minor AS amount, t.rounding_minor AS rounding
         FROM sale_report_tenders t JOIN sale_reports r
           ON r.merchant_id = t.merchant_id AND r.id = t.report_id
        WHERE r.terminal_id = $1 ORDER BY r.sale_number`,
      [terminal.terminalId],
    );
    expect(tenders.map((one) => [one.kind, Number(one.amount), Number(one.rounding)])).toEqual([
      ['cash', 450, roundingMinor],
      ['cash', 450, roundingMinor],
      ['card', 450, 0],
    ]);
    const returned = async () =>
      (
        await bank.rows<{ amount: string; rounding: string }>(
          `SELECT amount_minor AS amount, rounding_minor AS rounding FROM cash_returns
            WHERE terminal_id = $1`,
          [terminal.terminalId],
        )
      ).map((one) => [Number(one.amount), Number(one.rounding)]);
    await expect.poll(returned).toEqual([[450, roundingMinor]]);

    await sales.find('-000002');
    await expect(sales.rows).toHaveCount(1);
    await sales.askRefund();
    const { words } = till;
    await sales.seesOfRefund('0.40', words.say('refund', 'tooSmall'), false);
    const rounded = words.say('refund', 'rounded').replace('{{amount}}', ofOneFifty);
    await sales.seesOfRefund('1.50', rounded, true);
    await sales.refundIt('1.50', '0000');
    await sales.seesRefundEnd('refunded');
    await expect(sales.dialog).toContainText(ofOneFifty);
    await sales.leave();
    await till.waitUntilAllSent();
    await expectSoundBooks(bank, terminal);
  });
}
