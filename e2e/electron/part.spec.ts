import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, moneyOf, statesOf } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const HELD = 150;

test.beforeEach(({ bank }) => bank.admin('balances', { cardId: 'small', amountMinor: HELD }));

test('P5 P18 A17 a card with little on it: its balance is told, a part is approved, cash pays the rest', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.askBalance('small');
  await expect(till.payment.balance).toContainText('¥1.50');
  await expectNoBarrier(till.page);
  await till.payment.closeBalance();
  await till.payment.payByCard('small');
  await till.payment.seesVerdict('approved');
  await expect(till.payment.verdict).toContainText(till.words.say('payment', 'approvedInPart'));
  await expect(till.payment.verdict).toContainText('¥1.50');
  await expect(till.payment.rest).toHaveText('¥0.50');
  await expectNoBarrier(till.page);
  await till.payment.payCash('exact');
  await till.payment.seesSlipPrinted();
  const [slip] = await machine.slips();
  expect(slip).toMatchObject({ certainty: 'certain' });
  expect(slip?.lines.join('\n')).toMatch(/请求金额 +2\.00\n金额 +1\.50\n银行已批准一部分/);
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  expect(await moneyOf(bank, terminal)).toMatchObject([{ state: 'approved' }]);
  await expectSoundBooks(bank, terminal);
});

test('I4 F03 stopped with a part taken, and the customer gone: given back from the strip', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await till.takeCard([WATER], 'small');
  await till.payment.seesVerdict('approved');
  await machine.kill();
  const { found, words } = await machine.start();
  await expect(found.strip).toContainText(words.say('frame', 'left.part-paid'));
  await found.giveBack();
  await expect(found.strip).toContainText(words.say('frame', 'left.taken-back'));
  await expect.poll(() => statesOf(bank, terminal)).toEqual(['reversed']);
});
