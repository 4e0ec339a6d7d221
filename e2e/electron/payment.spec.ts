import { AUTHORISATIONS } from '../cable.ts';
import { moneyOf, statesOf } from '../books.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import type { TestCardId } from '../page-models/payment-page.ts';
import { SHELF } from '../shelf.ts';

/** Money at stake, as the cashier sees it on the payment screen and as the bank has it (P5–P8). */

const WATER = SHELF.water.barcode;
const PRICE = SHELF.water.priceMinor;

test('P19 approved online: the bank said yes, green, and the slip is out', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await till.startPaying([WATER]);
  await till.payment.payByCard('good-chip');
  await till.payment.seesVerdict('approved');
  await till.payment.seesSlipPrinted();
  expect(await till.payment.readVerdict()).toEqual({
    words: till.words.say('payment', 'approved'),
    ink: 'certain',
  });
  expect(await machine.slips()).toMatchObject([{ amountMinor: PRICE, certainty: 'certain' }]);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});

const DECLINED: readonly (readonly [TestCardId, '43' | '51' | '54' | '62'])[] = [
  ['stolen', '43'],
  ['poor', '51'],
  ['expired', '54'],
  ['restricted', '62'],
  ['early', '62'],
];

test('P18 every no says that nothing was charged, why, and its code', async ({
  bank,
  terminal,
  till,
}) => {
  await till.startPaying([WATER]);
  for (const [cardId, code] of DECLINED) {
    await till.payment.payByCard(cardId);
    await till.payment.seesVerdict('declined');
    await expect(till.payment.verdict).toContainText(till.words.say('payment', 'money.untouched'));
    await expect(till.payment.verdict).toContainText(till.words.say('codes', code));
    await expect(till.payment.verdict).toContainText(code);
    await till.payment.otherCard();
  }
  expect(await statesOf(bank, terminal)).toEqual(Array(DECLINED.length).fill('declined'));
});

const NEVER_PROMISED: readonly (readonly [
  TestCardId,
  'card-expired' | 'card-not-yet-valid' | 'card-hot',
])[] = [
  ['expired', 'card-expired'],
  ['early', 'card-not-yet-valid'],
  ['stolen', 'card-hot'],
];

test('F28 offline: expired, not valid yet, on the stop list: no, and why; the bank hears of none', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await cable.cut();
  await till.waitUntilOffline();
  await till.startPaying([WATER]);
  for (const [cardId, why] of NEVER_PROMISED) {
    await till.payment.payByCard(cardId);
    await till.payment.seesVerdict('not-offline');
    await expect(till.payment.verdict).toContainText(till.words.say('payment', 'money.untouched'));
    await expect(till.payment.verdict).toContainText(till.words.say('codes', why));
    await till.payment.otherCard();
  }
  expect(await machine.slips()).toEqual([]);
  await till.pay({ by: 'cash' });
  await till.payment.nextSale();
  await cable.mend();
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual([]);
});

test('P1 a wrong PIN is 55; presented again with the right one it is a new payment', async ({
  bank,
  terminal,
  till,
}) => {
  await till.startPaying([WATER]);
  await till.payment.payByCard('good-pin', '000000');
  await till.payment.seesVerdict('declined');
  await expect(till.payment.verdict).toContainText(till.words.say('codes', '55'));
  await till.payment.otherCard();
  await till.payment.payByCard('good-pin');
  await till.payment.seesVerdict('approved');
  expect(await statesOf(bank, terminal)).toEqual(['declined', 'approved']);
});

test('F13 the answer is lost: the till asks by id and learns that it was approved', async ({
  bank,
  terminal,
  till,
}) => {
  await bank.fault({ loseAnswers: 1, path: 'authorisations' });
  await till.startPaying([WATER]);
  await till.payment.payByCard('good-tap');
  await till.payment.seesVerdict('approved');
  await expect(till.payment.step('asking')).toBeVisible();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});

test('F20 A15 the bank takes 40 s, six presses, the next article scanned: one id, one posting, the scan is kept', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await bank.fault({ slowMs: 40_000, path: 'authorisations' });
  await till.startPaying([WATER]);
  const card = till.payment.card('good-tap');
  await card.dispatchEvent('click');
  await till.register.typeByHand('qqqqq');
  await expect(till.payment.clock).toBeVisible();
  await till.register.scanAnywhere(SHELF.noodles.barcode);
  await expect(till.payment.unknownQuestion).toBeVisible({ timeout: 30_000 });
  await expect(till.payment.outcomeUnknown).toContainText(
    till.words.say('payment', 'unknownMoney'),
  );
  await till.payment.keepAskingUntil('approved');
  await till.payment.nextSale();
  await expect(till.register.total).toHaveText('¥4.50');
  const asked = cable.sentTo(AUTHORISATIONS);
  expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});

test('P5 given up: not paid, and whatever the bank did is taken back', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await till.startPaying([WATER]);
  await till.payment.payByCard('good-tap');
  await answer.reached;
  await till.payment.giveUp();
  await till.payment.seesVerdict('taken-back');
  // Violet, not red: until the bank has closed it, nobody may call it a certain no (I9).
  expect(await till.payment.readVerdict()).toMatchObject({ ink: 'unknown' });
  answer.passOn();
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['reversed']);
});

test('P7 cut in the middle: a promise supersedes, the first is reversed, one is booked', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await till.startPaying([WATER]);
  await till.payment.payByCard('good-tap');
  await answer.reached;
  await cable.cut();
  await till.payment.acceptPromise();
  await till.payment.seesVerdict('provisional');
  expect(await till.payment.readVerdict()).toEqual({
    words: till.words.say('payment', 'provisional'),
    ink: 'promised',
  });
  await till.payment.nextSale();
  await cable.mend();
  await till.waitUntilAllSent();
  const money = await moneyOf(bank, terminal);
  expect(money.map(({ state }) => state)).toEqual(['reversed', 'posted']);
  expect(money[1]?.supersedes).toBe(money[0]?.id);
});

test('P15 above a cap a supervisor releases the promise, with a reason', async ({
  cable,
  till,
}) => {
  await till.register.scan(SHELF.noodles.barcode);
  await till.register.ask('F6');
  await till.register.typeByHand('120');
  await till.page.keyboard.press('Enter');
  await expect(till.register.total).toHaveText('¥540.00');
  await cable.cut();
  await till.waitUntilOffline();
  await till.register.startPaying();
  await till.payment.payByCard('good-tap');
  await expect(till.payment.promiseQuestion).toBeHidden();
  await till.payment.releasePromise('0000');
  await till.payment.seesVerdict('provisional');
});

test('A26 a copy is printed when asked for, marked as such; the sale is not sold twice', async ({
  machine,
  till,
}) => {
  await till.sell([WATER], { by: 'cash' });
  await till.payment.printAgain();
  await expect
    .poll(async () => (await machine.slips()).map(({ copyNumber }) => copyNumber))
    .toEqual([1, 2]);
  const [, copy] = await machine.slips();
  expect(copy?.lines.join('\n')).toContain('重打印');
});

test('P19 by keyboard alone: a contact is noted with a promise, and stands with it in the queue', async ({
  cable,
  terminal,
  till,
}) => {
  const { page } = till;
  await cable.cut();
  await till.waitUntilOffline();
  // Whoever came by a tab still pays by keyboard: the tab does not swallow the Enter.
  await till.goTo('queue');
  await till.goTo('register');
  await till.register.scanAnywhere(WATER);
  await expect(till.register.total).toHaveText('¥2.00');
  await page.keyboard.press('F9');
  await page.keyboard.press('q');
  await expect(till.payment.promiseQuestion).toBeVisible();
  const contact = page.getByLabel(till.words.say('payment', 'contact'));
  // The list of steps, the button, the field.
  for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
  await expect(contact).toBeFocused();
  await page.keyboard.type('wang@example.cn', { delay: 130 });
  await page.keyboard.press('Enter');
  await till.payment.seesVerdict('provisional');
  await expect(till.payment.verdict).toContainText('wang@example.cn');
  await page.keyboard.press('Enter');
  await till.goTo('queue');
  const row = till.queue.row(`${terminal.tillNumber}-000001`);
  await expect(row).toContainText('wang@example.cn');
});

test('P19 the payment screen has no barrier that axe can find', async ({ cable, till }) => {
  await till.startPaying([WATER]);
  await expectNoBarrier(till.page);
  await till.payment.addNotes([500]);
  await expectNoBarrier(till.page);
  await till.payment.confirmCash();
  await till.payment.seesSlipPrinted();
  await expectNoBarrier(till.page);
  await till.payment.nextSale();
  await cable.cut();
  await till.waitUntilOffline();
  await till.startPaying([WATER]);
  await till.payment.payByCard('good-tap');
  await expect(till.payment.promiseQuestion).toBeVisible();
  await expectNoBarrier(till.page);
  await till.payment.acceptPromise();
  await till.payment.seesSlipPrinted();
  await expectNoBarrier(till.page);
});
