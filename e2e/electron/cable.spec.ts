import { bookedSales, missingNumbers, ownerlessMoney } from '../books.ts';
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
