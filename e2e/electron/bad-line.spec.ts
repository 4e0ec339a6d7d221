import type { Page } from '@playwright/test';
import { BATCHES } from '../batches.ts';
import { bookedSales, expectSoundBooks, statesOf } from '../books.ts';
import { AUTHORISATIONS, type Answer } from '../cable.ts';
import { expect, testAt } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/** Small batches, so that a line which is up for a second carries some and not all. */
const MERCHANT = {
  merchantId: '898310054110018',
  name: '断续商户',
  shopName: '断续商户 Flapping',
  mode: 'demo',
} as const;
const MOST_RECORDS = 4;
const CASH_SALES = 24;
const PROMISES = 4;

const test = testAt(MERCHANT, (bank) =>
  bank.admin('largest-batch', { merchantId: MERCHANT.merchantId, mostRecords: MOST_RECORDS }),
);

test('F18 up a second, down a second while the queue goes out: each once, and the bar never counts back', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await cable.cut();
  await till.waitUntilOffline();
  for (let i = 0; i < CASH_SALES; i += 1) {
    await till.sell([WATER], { by: 'cash' });
    await till.payment.nextSale();
  }
  for (let i = 0; i < PROMISES; i += 1) {
    await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });
    await till.payment.nextSale();
  }
  const queued = await till.unsent();
  const counted = await countsFromNowOn(till.page);
  await till.goTo('line');
  await till.line.flap('1');
  await cable.mend();
  await till.waitUntilAllSent();

  const counts = await counted();
  expect(counts[0]).toBe(queued);
  expect(counts.at(-1)).toBe(0);
  expect(counts).toEqual([...counts].sort((one, other) => other - one));
  expect(cable.sentTo(BATCHES).length).toBeGreaterThan(queued / MOST_RECORDS);
  const booked = await bookedSales(bank, terminal);
  expect(booked.map(({ sale, reports }) => [sale, reports])).toEqual(
    Array.from({ length: CASH_SALES + PROMISES }, (_one, i) => [i + 1, 1]),
  );
  expect(await statesOf(bank, terminal)).toEqual(Array(PROMISES).fill('posted'));
  await expectSoundBooks(bank, terminal);
});

test('F22 P7 a login page answers in the middle of an authorisation: no yes; the way without a line, and one posting', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await till.register.scan(WATER);
  await till.register.startPaying();
  for (const path of PATHS) cable.answer(path, () => Promise.resolve(LOGIN_PAGE));
  await till.payment.payByCard('good-tap');
  await expect(till.payment.promiseQuestion).toBeVisible();
  await expect(till.statusBar).toContainText(till.words.say('frame', 'cause.portal'));
  await till.payment.acceptPromise();
  await till.payment.seesVerdict('provisional');
  await till.payment.nextSale();
  for (const path of PATHS) cable.answer(path, null);
  await till.waitUntilAllSent();
  // Of the first the bank never heard: its reversal left a tombstone, and the promise is booked.
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { reports: 1, standing: ['posted'], dueMinor: 200 },
  ]);
  await expectSoundBooks(bank, terminal);
});

/** Whatever the till asks while somebody pays. */
const PATHS = [AUTHORISATIONS, '/v1/reversals', '/v1/echo'];
const LOGIN_PAGE: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>Wi-Fi</title><form>Please sign in</form>',
};

/** Every count that the bar shows from now on, in order; what it could not read is left out. */
async function countsFromNowOn(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const bar = document.querySelector('[data-unsent]')?.closest('footer');
    const seen: string[] = [];
    const look = (): void => {
      const count = document.querySelector('[data-unsent]')?.getAttribute('data-unsent') ?? '';
      if (count !== '' && count !== seen.at(-1)) seen.push(count);
    };
    look();
    new MutationObserver(look).observe(bar ?? document.body, { attributes: true, subtree: true });
    Object.assign(globalThis, { countsSeen: seen });
  });
  return async () => {
    const seen = await page.evaluate(
      () => (globalThis as unknown as { countsSeen: string[] }).countsSeen,
    );
    return seen.map(Number);
  };
}
