import { expectSoundBooks, moneyOf, statesOf } from '../books.ts';
import { AUTHORISATIONS, type Cable } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const QUERIES = '/v1/transactions';

/** Whoever presses Pay again means the same money, unless the first try got its no (P8, A15). */
function asked(cable: Cable): readonly string[] {
  return cable.sentTo(AUTHORISATIONS).map(({ headers }) => String(headers['idempotency-key']));
}

test('A15 after a restart nobody can pay the open sale a second time: it is put aside until the bank has spoken', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  await machine.kill();
  answer.drop();

  const question = cable.hold(QUERIES, 'request');
  const again = await machine.start();
  await question.reached;
  await again.waitUntilOpen();
  await expect(again.register.total).toHaveText('¥0.00');
  await again.register.takeUp();
  await expect(again.page.getByText(again.words.say('register', 'outcomeOpen'))).toBeVisible();
  await again.page.keyboard.press('Escape');
  await expect(again.register.total).toHaveText('¥0.00');

  question.passOn();
  await expect(again.found.strip).toContainText(again.words.say('frame', 'left.slip-missing'));
  // It is sold: nothing is left to be taken up.
  await again.page.keyboard.press('F5');
  await expect(again.page.getByText(again.words.say('register', 'recallEmpty'))).toBeVisible();
  await again.waitUntilAllSent();
  expect(asked(cable)).toHaveLength(1);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);
});

test('A15 Pay again after a decline: a new payment of the same sale', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await bank.admin('balances', { cardId: 'poor', amountMinor: 100 });
  await till.register.scan(WATER);
  await till.register.startPaying();
  for (const again of [false, true]) {
    if (again) await till.payment.otherCard();
    await till.payment.payByCard('poor');
    await till.payment.seesVerdict('declined');
  }
  await till.payment.otherCard();
  await till.payment.payByCard('good-tap');
  await till.payment.seesVerdict('approved');
  await till.waitUntilAllSent();
  const ids = asked(cable);
  expect(ids).toHaveLength(3);
  expect((await moneyOf(bank, terminal)).map(({ id }) => id)).toEqual(ids);
  expect(await statesOf(bank, terminal)).toEqual(['declined', 'declined', 'approved']);
  await expectSoundBooks(bank, terminal);
});
