import { expectSoundBooks, moneyOf } from '../books.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const SUPERVISOR_PIN = '0000';

/** What waits for the bank and what a supervisor decides, joined with the bank's own rows. */
async function sellOffline(till: TillPage, ...how: readonly Parameters<TillPage['sell']>[1][]) {
  for (const paid of how) {
    await till.sell([WATER], paid);
    await till.payment.nextSale();
  }
}

test('A21 I9 offline sales wait: money and delivery are two marks, and the list says what it lacks', async ({
  cable,
  terminal,
  till,
}) => {
  const sale = (n: number) => `${terminal.tillNumber}-00000${n}`;
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  await cable.cut();
  await till.waitUntilOffline();
  await sellOffline(till, { by: 'cash' }, { by: 'promise', cardId: 'good-tap' });

  await till.goTo('queue');
  await expect(till.queue.rows).toHaveCount(3);
  await till.queue.seesSales(sale(2), sale(3), sale(1));
  await till.queue.seesMarks(sale(2), { ink: 'certain', mark: 'waiting' });
  await till.queue.seesMarks(sale(3), { ink: 'promised', mark: 'waiting' });
  await till.queue.seesMarks(sale(1), { ink: 'certain', mark: 'reported' });
  await expect(till.queue.status).toContainText(till.words.say('queue', 'offlineShows'));
  await expectNoBarrier(till.page);
  await till.queue.show('sent');
  await till.queue.seesSales(sale(1));
  await till.queue.show('waiting');
  await till.queue.seesSales(sale(2), sale(3));

  await cable.mend();
  await till.queue.sendNow();
  await till.waitUntilAllSent();
  await till.queue.show('all');
  await till.queue.seesNothingWaiting();
  await till.queue.seesMarks(sale(3), { ink: 'certain', mark: 'reported' });
});

test('F30 A14 refused later: tried again as a linked new transaction, and recovered', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await bank.admin('balances', { cardId: 'poor', amountMinor: 100 });
  await cable.cut();
  await till.waitUntilOffline();
  await sellOffline(till, { by: 'promise', cardId: 'poor' });
  await cable.mend();
  await till.waitUntilOnline();
  await till.goTo('queue');
  const refused = `${terminal.tillNumber}-000001`;
  await expect(till.queue.row(refused)).toHaveAttribute('data-place', 'attention');
  await expect(till.queue.row(refused)).toContainText(till.words.say('codes', '51'));
  await till.queue.seesMarks(refused, { ink: 'refused', mark: 'attention' });
  await expectNoBarrier(till.page);

  // The customer has paid money in; the supervisor tries again.
  await bank.admin('balances', { cardId: 'poor', amountMinor: 10_000 });
  await till.queue.decide(refused, 'tryAgain');
  await till.queue.typePin('9999');
  await expect(till.page.getByText(till.words.say('errors', 'pin-wrong'))).toBeVisible();
  await till.queue.typePin(SUPERVISOR_PIN);
  await till.queue.seesDecided();
  await till.waitUntilAllSent();
  await till.queue.seesMarks(refused, { ink: 'certain', mark: 'reported' });
  const money = await moneyOf(bank, terminal);
  expect(money.map(({ state }) => state)).toEqual(['refused', 'posted']);
  expect(money[1]?.supersedes).toBe(money[0]?.id);
  await expectSoundBooks(bank, terminal);
});

test('F30 P13 refused later and written off: it leaves with PIN and reason, and survives a restart', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await bank.admin('balances', { cardId: 'poor', amountMinor: 100 });
  await cable.cut();
  await till.waitUntilOffline();
  await sellOffline(till, { by: 'promise', cardId: 'poor' });
  await cable.mend();
  await till.waitUntilOnline();
  await till.goTo('queue');
  const refused = `${terminal.tillNumber}-000001`;
  await till.queue.decide(refused, 'writeOff');
  await till.queue.typePin(SUPERVISOR_PIN);
  await till.queue.seesDecided();
  await till.waitUntilAllSent();
  await expect(till.queue.row(refused)).toContainText(till.words.say('queue', 'state.written-off'));

  const again = await machine.restart();
  await again.waitUntilOpen();
  await again.goTo('queue');
  await expect(again.queue.row(refused)).toHaveAttribute('data-place', 'sent');
  await expect(again.queue.row(refused)).toContainText(again.words.say('queue', 'why.agreed'));
  expect((await moneyOf(bank, terminal)).map(({ state }) => state)).toEqual(['refused']);
  await expectSoundBooks(bank, terminal);
});
