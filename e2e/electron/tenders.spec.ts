import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

/** Cash, and several tenders of one sale (A17, A18), at the real screens. */

test('A18 cash: notes add up, the change stands until the next sale', async ({ till }) => {
  await till.startPaying([SHELF.noodles.barcode]);
  await till.payment.addNotes([500, 1_000]);
  await till.payment.confirmCash();
  await till.payment.seesVerdict('cash');
  await expect(till.payment.change).toHaveText('¥10.50');
  await till.payment.nextSale();
  await expect(till.register.total).toHaveText('¥0.00');
  await expect(till.register.lastChange).toHaveText('¥10.50');
  await till.register.scan(SHELF.noodles.barcode);
  await expect(till.register.lastChange).toHaveCount(0);
});

test('A17 a part in cash, the rest by card: two tenders, and the bank has the rest alone', async ({
  bank,
  terminal,
  till,
}) => {
  await till.startPaying([SHELF.noodles.barcode]);
  await till.payment.payPartInCash(200);
  await expect(till.payment.rest).toHaveText('¥2.50');
  await till.payment.payByCard('good-tap');
  await till.payment.seesVerdict('approved');
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  const tenders = await bank.rows<{ kind: string; amount_minor: string }>(
    `SELECT t.kind, t.amount_minor FROM sale_report_tenders t
       JOIN sale_reports r ON r.id = t.report_id
      WHERE r.terminal_id = '${terminal.terminalId}' ORDER BY t.kind`,
  );
  expect(tenders.map(({ kind, amount_minor }) => [kind, Number(amount_minor)])).toEqual([
    ['card', 250],
    ['cash', 200],
  ]);
});

test('A17 A18 a part by card first: above the rest is refused, change comes from cash alone', async ({
  bank,
  terminal,
  till,
}) => {
  await till.startPaying([SHELF.noodles.barcode]);
  await till.payment.setCardPart(9_900);
  await expect(till.page.getByRole('alert')).toContainText(
    till.words.say('errors', 'amount-over-rest'),
  );
  await till.page.keyboard.press('Escape');
  await till.payment.setCardPart(250);
  await expect(till.payment.onCard).toHaveText('¥2.50');
  await till.payment.payByCard('good-tap');
  await till.payment.seesVerdict('approved');
  await expect(till.payment.verdict).toContainText(till.words.say('payment', 'money.partly'));
  await expect(till.payment.rest).toHaveText('¥2.00');
  await till.payment.payCash(1_000);
  await till.payment.seesVerdict('cash');
  await expect(till.payment.change).toHaveText('¥8.00');
  const money = await bank.rows<{ amount_minor: string }>(
    `SELECT amount_minor FROM transactions WHERE terminal_id = '${terminal.terminalId}'`,
  );
  expect(money.map(({ amount_minor }) => Number(amount_minor))).toEqual([250]);
});

test('A17 the customer goes after a part: the cash is given back, nothing was sold', async ({
  bank,
  terminal,
  till,
}) => {
  await till.startPaying([SHELF.noodles.barcode]);
  await till.payment.payPartInCash(200);
  await till.payment.giveBack();
  await till.payment.seesVerdict('cancelled');
  await expect(till.payment.verdict).toContainText('¥2.00');
  await till.payment.back();
  await till.register.startPaying();
  await expect(till.payment.rest).toHaveText('¥4.50');
  await till.payment.back();
  await till.waitUntilAllSent();
  const reports = await bank.rows(
    `SELECT id FROM sale_reports WHERE terminal_id = '${terminal.terminalId}'`,
  );
  expect(reports).toEqual([]);
});
