import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, statesOf } from '../books.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const SUPERVISOR_PIN = '0000';
const TAPPED = { by: 'card', cardId: 'good-tap' } as const;

test('F38 P18 a sale is voided by keys, with a PIN: taken back at the bank, its slip printed', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { sales, words } = till;
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.goTo('sales');
  await expect(sales.rows).toHaveCount(2);
  await expect(sales.voidButton).toContainText(words.say('sales', 'voidHintCash'));
  await sales.find('-000001');
  await expect(sales.rows).toHaveCount(1);
  await sales.seesSale('-000001', 'certain');
  await expectNoBarrier(till.page, 'sales');
  const slips = (await machine.slips()).length;
  await expect(sales.voidButton).toBeEnabled();
  await sales.voidIt(SUPERVISOR_PIN);
  await sales.seesEnd('voided');
  await expectNoBarrier(till.page, 'voided');
  await sales.leave();
  await sales.seesSale('-000001', 'refused');
  await expect(sales.voidButton).toContainText(words.say('sales', 'hindrance.already-voided'));
  await expect.poll(async () => (await machine.slips()).length).toBe(slips + 1);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  const { markTraining, typeVoid } = RECEIPT_WORDS['zh-CN'];
  expect(paper).toContain(markTraining);
  expect(paper).toContain(typeVoid);
  expect(await statesOf(bank, terminal)).toEqual(['reversed', 'approved']);
});

test('P5 P6 no answer to a void and given up: the void is undone, the sale stands', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const { sales } = till;
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await till.goTo('sales');
  await sales.seesSale('-000001', 'certain');
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await sales.voidIt(SUPERVISOR_PIN);
  await answer.reached;
  await sales.giveUp();
  await sales.seesEnd('taken-back');
  await sales.leave();
  answer.drop();
  await sales.seesSale('-000001', 'certain');
  await expect.poll(() => statesOf(bank, terminal)).toEqual(['approved', 'reversed']);
});

test('A20 A24 P2 what came in as cash goes back over the counter, whole or in part, and the books follow', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { sales, words } = till;
  for (let i = 0; i < 2; i += 1) {
    await till.sell([WATER], { by: 'cash' });
    await till.payment.nextSale();
  }
  await till.goTo('sales');
  await expect(sales.rows).toHaveCount(2);
  await sales.find('-000001');
  await expect(sales.rows).toHaveCount(1);
  await sales.seesSale('-000001', 'certain');
  await sales.askRefund();
  await expectNoBarrier(till.page, 'cash refund terms');
  await sales.refundIt('0.50', SUPERVISOR_PIN);
  await sales.seesRefundEnd('refunded');
  await sales.leave();
  // What was refunded in part is not voided; the other one is, once it is the chosen one.
  await expect(sales.voidButton).toContainText(words.say('sales', 'hindrance.partly-refunded'));
  await sales.find('-000002');
  await expect(sales.voidButton).toContainText(words.say('sales', 'voidHintCash'));
  await sales.voidIt(SUPERVISOR_PIN);
  await sales.seesEnd('voided');
  await sales.leave();
  await sales.seesSale('-000002', 'refused');
  const { cashReturned, typeCashRefund } = RECEIPT_WORDS['zh-CN'];
  const papers = async () => (await machine.slips()).map(({ lines }) => lines.join('\n'));
  await expect
    .poll(async () => (await papers()).filter((text) => text.includes(cashReturned)).length)
    .toBe(2);
  expect((await papers()).filter((text) => text.includes(typeCashRefund))).toHaveLength(1);
  const returned = () =>
    bank.rows<{ act: string; amount: string }>(
      `SELECT act, amount_minor AS amount FROM cash_returns WHERE terminal_id = $1
       ORDER BY transaction_number`,
      [terminal.terminalId],
    );
  await expect
    .poll(async () => (await returned()).map(({ act, amount }) => `${act} ${amount}`))
    .toEqual(['refund 50', 'void 200']);
  await expectSoundBooks(bank, terminal);
});
