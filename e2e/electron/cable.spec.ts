import { AUTHORISATIONS } from '../cable.ts';
import { present } from '../../shared/lib/assert.ts';
import {
  bookedSales,
  expectSoundBooks,
  missingNumbers,
  ownerlessMoney,
  statesOf,
} from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';
import { isSound, reckon } from '../reckoning.ts';

const WATER = SHELF.water.barcode;

test('A01 25 sales, five online and twenty without a line: each once, paper equals books', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  for (let i = 0; i < 5; i += 1) {
    await till.sell(
      [WATER, WATER],
      i % 2 === 0 ? { by: 'cash' } : { by: 'card', cardId: 'good-tap' },
    );
    await till.payment.nextSale();
  }
  await till.waitUntilAllSent();

  await cable.cut();
  await till.waitUntilOffline();
  let unsent = 0;
  for (let i = 0; i < 20; i += 1) {
    const promised = i % 4 === 3;
    await till.sell(
      [WATER, SHELF.noodles.barcode],
      promised ? { by: 'promise', cardId: 'good-chip' } : { by: 'cash' },
    );
    unsent += 1;
    await till.seesUnsent(unsent);
    await till.payment.nextSale();
  }

  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();

  const booked = await bookedSales(bank, terminal);
  const reckoning = reckon(await machine.slips(), booked, await ownerlessMoney(bank, terminal));
  expect(reckoning).toMatchObject({ sold: 25, atBank: 25 });
  expect(isSound(reckoning)).toBe(true);
  expect(booked.map(({ quantityMilli }) => quantityMilli)).toEqual(Array(25).fill(2000));
  expect(await missingNumbers(bank, terminal)).toEqual([]);
});

test('A02 a cold start without a bank: goods and waiting sale are there, sent once later', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'cash' });

  const again = await machine.restart();
  await again.waitUntilOpen();
  await again.seesUnsent(1);
  await again.waitUntilOffline();
  await again.register.scan(WATER);
  await expect(again.register.total).toHaveText('¥2.00');
  await again.register.clear();

  await cable.mend();
  await again.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { reports: 1, dueMinor: 200, tender: 'cash' },
  ]);
});

test('A05 the line comes back several times at once, and somebody presses send: each once', async ({
  cable,
  till,
}) => {
  await cable.cut();
  await till.waitUntilOffline();
  for (let i = 0; i < 4; i += 1) {
    await till.sell([WATER], { by: 'cash' });
    await till.payment.nextSale();
  }
  await till.goTo('queue');
  await cable.mend();
  const upload = cable.hold('/v1/batches', 'request');
  for (let i = 0; i < 5; i += 1) {
    await till.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await till.queue.sendNow();
  }
  await upload.reached;
  await till.queue.sendNow();
  upload.passOn();
  await till.waitUntilAllSent();

  const sent = cable.exchanges
    .filter(({ path }) => path === '/v1/batches')
    .flatMap(({ body }) => (JSON.parse(body) as { items: { report?: { id: string } }[] }).items)
    .map(({ report }) => report?.id);
  expect(sent).toHaveLength(4);
  expect(new Set(sent).size).toBe(4);
});

test('F22 a login page that answers 200 is no bank and no yes', async ({
  bank,
  terminal,
  till,
}) => {
  await bank.fault({ portal: true });
  await till.waitUntilOffline();
  await expect(till.statusBar).toContainText(till.words.say('frame', 'cause.portal'));
  await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await bank.heal();
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { reports: 1, standing: ['posted'], dueMinor: 200 },
  ]);
});

test('F12 the request is lost on its way: sent again under the same id, one posting', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-tap');
  await request.reached;
  request.drop();
  await till.payment.seesVerdict('approved');
  const asked = cable.exchanges.filter(({ path }) => path === AUTHORISATIONS);
  expect(asked).toHaveLength(2);
  expect(new Set(asked.map(({ body }) => paymentIdIn(body))).size).toBe(1);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});

test('F15 the same signed request three times more: the same bytes back, one posting', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.waitUntilAllSent();
  const sale = present(
    cable.exchanges.find(({ path }) => path === AUTHORISATIONS),
    'the authorisation',
  );
  for (let i = 0; i < 3; i += 1) {
    const { status, body } = await cable.sendAgain(sale);
    expect({ status, body }).toEqual({ status: sale.answer?.status, body: sale.answer?.body });
  }
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);
});

test('F17 two copies of one request at the same instant: one runs, all hear the same', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-tap');
  const first = await request.reached;
  const copies = Promise.all([cable.sendAgain(first), cable.sendAgain(first)]);
  request.passOn();
  await till.payment.seesVerdict('approved');
  for (const { status, body } of await copies) {
    expect([200, 409]).toContain(status);
    if (status === 200) expect(body).toBe(first.answer?.body);
  }
  expect((await cable.sendAgain(first)).body).toBe(first.answer?.body);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);
});

test('F19 the bank fails after its commit: unknown until asked, then one posting', async ({
  bank,
  terminal,
  till,
}) => {
  await bank.fault({ failAfterCommit: 1, path: 'authorisations' });
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await expect(till.payment.step('asking')).toBeVisible();
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);
});

/** An authorisation's key against doubles (P1). */
function paymentIdIn(body: string): string {
  return (JSON.parse(body) as { core: { id: string } }).core.id;
}
