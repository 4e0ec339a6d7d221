import { randomUUID } from 'node:crypto';
import { batchAnswer } from '../../shared/contracts/bank-api.ts';
import { idOfItem } from '../../shared/contracts/upload-items.ts';
import { BankPen } from '../bank-pen.ts';
import { BATCHES, itemsIn, reports } from '../batches.ts';
import { bookedSales, expectSoundBooks, securityEvents, statesOf } from '../books.ts';
import { AUTHORISATIONS, type Cable } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import type { Paid, TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const CASH: Paid = { by: 'cash' };
const SUPERVISOR_PIN = '0000';

/** Batches that the bank answers in every way that it may (P12), in its own hand. */
async function sellOffline(cable: Cable, till: TillPage, ...how: readonly Paid[]): Promise<void> {
  await cable.cut();
  await till.waitUntilOffline();
  for (const paid of how) {
    await till.sell([WATER], paid);
    await till.payment.nextSale();
  }
  await till.goTo('queue');
}

async function seesPlace(till: TillPage, saleNumber: string, place: 'sent' | 'attention') {
  await expect(till.queue.row(saleNumber)).toHaveAttribute('data-place', place);
}

test('A07 results in another order, one missing: matched by id, only the missing goes again', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const sale = (n: number) => `${terminal.tillNumber}-00000${n}`;
  await bank.admin('balances', { cardId: 'poor', amountMinor: 100 });
  await sellOffline(cable, till, CASH, { by: 'promise', cardId: 'poor' }, CASH);
  const pen = await BankPen.of(bank);
  cable.answer(BATCHES, async (exchange, ask) => {
    cable.answer(BATCHES, null);
    const said = batchAnswer.parse(JSON.parse((await ask()).body));
    const results = said.results.slice(1).reverse();
    return pen.write(exchange, { status: 200, body: { ...said, results } });
  });
  await cable.mend();
  await till.waitUntilOnline();

  for (const n of [1, 3]) await seesPlace(till, sale(n), 'sent');
  await seesPlace(till, sale(2), 'attention');
  await expect(till.queue.row(sale(2))).toContainText(till.words.say('codes', '51'));
  const [whole = [], ...again] = cable.sentTo(BATCHES).map((batch) => itemsIn(batch).map(idOfItem));
  expect(whole).toHaveLength(4);
  expect(again).toEqual([whole.slice(0, 1)]);
  expect(await bookedSales(bank, terminal)).toMatchObject(Array(3).fill({ reports: 1 }));
  expect(await statesOf(bank, terminal)).toEqual(['refused']);
});

test('A10 a batch refused as a whole: halved until the culprit is alone and parked; it can be tried again', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const sale = (n: number) => `${terminal.tillNumber}-00000${n}`;
  const culprit = sale(3);
  await sellOffline(cable, till, CASH, CASH, CASH, CASH, CASH);
  const pen = await BankPen.of(bank);
  cable.answer(BATCHES, (exchange) =>
    Promise.resolve(reports(exchange, culprit) ? pen.refuse(exchange, 'request-malformed') : null),
  );
  await cable.mend();
  await till.waitUntilOnline();

  for (const n of [1, 2, 4, 5]) await seesPlace(till, sale(n), 'sent');
  await seesPlace(till, culprit, 'attention');
  await expect(till.queue.row(culprit)).toContainText(
    till.words.say('errors', 'request-malformed'),
  );
  expect(itemsIn(cable.sentTo(BATCHES)[0] ?? { body: '' })).toHaveLength(5);
  const booked = async () => (await bookedSales(bank, terminal)).map((one) => one.sale);
  expect(await booked()).toEqual([1, 2, 4, 5]);

  cable.answer(BATCHES, null);
  await till.queue.decide(culprit, 'tryAgain');
  await till.queue.typePin(SUPERVISOR_PIN);
  await till.queue.seesDecided();
  await till.waitUntilAllSent();
  expect(await booked()).toEqual([1, 2, 3, 4, 5]);
  await expectSoundBooks(bank, terminal);
});

test('A10 every record alone is refused alike: nothing is marked, the queue pauses and says why', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await sellOffline(cable, till, CASH, CASH, CASH, CASH);
  const pen = await BankPen.of(bank);
  cable.answer(BATCHES, (exchange) => Promise.resolve(pen.refuse(exchange, 'request-malformed')));
  await cable.mend();
  await till.waitUntilOnline();

  await expect(till.queue.status).toHaveAttribute('data-queue', 'paused');
  await expect(till.queue.status).toContainText(till.words.say('errors', 'request-malformed'));
  await expect(till.queue.status).toContainText(till.words.say('queue', 'status.pausedPerson'));
  await till.queue.show('waiting');
  await expect(till.queue.rows).toHaveCount(4);
  await till.seesUnsent(4);
  expect(await bookedSales(bank, terminal)).toEqual([]);

  cable.answer(BATCHES, null);
  await till.queue.sendNow();
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject(Array(4).fill({ reports: 1 }));
  await expectSoundBooks(bank, terminal);
});

test('A11 one record is refused for good: parked with the bank’s own reason, the others go on', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const sale = (n: number) => `${terminal.tillNumber}-00000${n}`;
  await sellOffline(cable, till, CASH, CASH, CASH);
  // At the bank, another record has the second number already: for this one there is no way in.
  await bank.rows(
    `INSERT INTO series_numbers (terminal_id, merchant_id, number, record_id, record_kind)
     SELECT id, merchant_id, 2, $2, 'void-number' FROM terminals WHERE id = $1`,
    [terminal.terminalId, randomUUID()],
  );
  await cable.mend();
  await till.waitUntilOnline();

  for (const n of [1, 3]) await seesPlace(till, sale(n), 'sent');
  await seesPlace(till, sale(2), 'attention');
  await expect(till.queue.row(sale(2))).toContainText(till.words.say('errors', 'number-reused'));
  const booked = await bookedSales(bank, terminal);
  expect(booked.map((one) => one.sale)).toEqual([1, 3]);
  expect(await securityEvents(bank, terminal)).toContain('number-reused');
});

test('A13 “in progress” is asked again, in the queue and at the counter, and is no conflict', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const pen = await BankPen.of(bank);
  // A first copy is still being worked on while the till's own hears about it.
  const busyOnce = (path: string) =>
    cable.answer(path, async (exchange, ask) => {
      cable.answer(path, null);
      await ask();
      return pen.refuse(exchange, 'in-progress', 1);
    });
  busyOnce(AUTHORISATIONS);
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await expect(till.payment.step('asking')).toBeVisible();
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  const before = cable.sentTo(BATCHES).length;

  await sellOffline(cable, till, CASH, CASH);
  busyOnce(BATCHES);
  await cable.mend();
  await till.waitUntilAllSent();
  await till.queue.show('attention');
  await expect(till.queue.rows).toHaveCount(0);
  const [busy = [], ...again] = cable
    .sentTo(BATCHES)
    .slice(before)
    .map((batch) => itemsIn(batch).map(idOfItem));
  expect(busy).toHaveLength(2);
  expect(again.flat()).toEqual(busy);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  expect(await bookedSales(bank, terminal)).toMatchObject(Array(3).fill({ reports: 1 }));
  await expectSoundBooks(bank, terminal);
});
