import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { statesOf } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const SUPERVISOR_PIN = '0000';
const { referenceNumber, typeRefund, typeCashRefund, stateRefunded } = RECEIPT_WORDS['zh-CN'];

test('A21 F38 P18 a part of a sale goes back by keys, the rest by its slip, and no more than that', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { sales, words } = till;
  await till.sell([SHELF.water.barcode], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await expect.poll(async () => (await machine.slips()).length).toBe(1);
  const slip = ((await machine.slips())[0]?.lines ?? []).join('\n');
  const reference = new RegExp(`${referenceNumber} *(\\d{12})`).exec(slip)?.[1] ?? '';
  await till.goTo('sales');
  await sales.seesSale('-000001', 'certain');
  await sales.askRefund();
  await expect(sales.dialog).toContainText(reference);
  await expectNoBarrier(till.page, 'refund terms');
  await sales.refundIt('0.50', SUPERVISOR_PIN);
  await sales.seesRefundEnd('refunded');
  await expectNoBarrier(till.page, 'refunded');
  await sales.leave();
  await sales.seesSale('-000002', 'certain');
  await expect.poll(async () => (await machine.slips()).length).toBe(2);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  for (const text of [typeRefund, stateRefunded, reference, '-0.50']) expect(paper).toContain(text);
  await sales.findBySlip(reference, '2.00');
  await expect(sales.dialog).toContainText(words.say('refund', 'left'));
  await sales.refundIt('1.50', SUPERVISOR_PIN);
  await sales.seesRefundEnd('refunded');
  await sales.leave();
  await sales.findBySlip(reference, '2.00');
  await expect(sales.dialog).toContainText(words.say('refund', 'nothingLeft'));
  expect(await statesOf(bank, terminal)).toEqual(['approved', 'approved', 'approved']);
});

test('A17 A20 of a sale that cash and a card paid the cash goes back by itself, and no more of it', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { sales, words } = till;
  await till.register.scan(SHELF.water.barcode);
  await till.register.startPaying();
  await till.payment.payPartInCash(50);
  await till.payment.payByCard('good-tap');
  await till.payment.seesVerdict('approved');
  await till.payment.nextSale();
  await till.goTo('sales');
  await sales.seesSale('-000001', 'certain');
  await sales.askRefundParts();
  await expectNoBarrier(till.page, 'what a sale was paid with');
  await sales.chooseRefundPart('cash');
  await expect(sales.dialog).toContainText(words.say('refund', 'besideCard'));
  await sales.refundIt('0.50', SUPERVISOR_PIN);
  await sales.seesRefundEnd('refunded');
  await sales.leave();
  await sales.seesSale('-000002', 'certain');
  await expect.poll(async () => (await machine.slips()).length).toBeGreaterThan(1);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  for (const text of [typeCashRefund, '-0.50']) expect(paper).toContain(text);
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});

test('A20 goods come back at the price that was paid, by touch, and their slip names them', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { sales, register, page } = till;
  await register.scan(SHELF.water.barcode);
  await register.scan(SHELF.water.barcode);
  await register.scan(SHELF.noodles.barcode);
  await page.keyboard.press('F8');
  await page.getByRole('dialog').waitFor();
  await register.typeByHand('50');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await register.startPaying();
  await till.pay({ by: 'cash' });
  await till.payment.nextSale();
  await till.goTo('sales');
  await sales.seesSale('-000001', 'certain');
  await sales.askRefund();
  await sales.takeBack(SHELF.noodles.nameZh);
  await expect(sales.howMuch).toHaveValue('2.25');
  await expectNoBarrier(page, 'goods that come back');
  await sales.takeBack(SHELF.water.nameZh);
  await sales.refundAsItStands(SUPERVISOR_PIN);
  await sales.seesRefundEnd('refunded');
  await sales.leave();
  await expect.poll(async () => (await machine.slips()).length).toBeGreaterThan(1);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  for (const text of [`${SHELF.noodles.nameZh} × 1`, '-2.25', '-2.00']) {
    expect(paper).toContain(text);
  }
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual([]);
});
