import { bookedSales } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const SUPERVISOR_PIN = '0000';
/** A port where nobody listens. */
const NOBODY = 'http://127.0.0.1:9/';

test('P25 the bank at another address: unsent sales stay, and go where the bank is', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const { settings } = till;
  await till.goTo('settings');
  await settings.moveToBank(NOBODY);
  await settings.typePin('9999');
  await expect(till.page.getByText(till.words.say('errors', 'pin-wrong'))).toBeVisible();
  await settings.typePin(SUPERVISOR_PIN);
  await expect(settings.bankSaved).toBeVisible();
  await till.waitUntilOffline();
  await till.goTo('register');
  await till.sell([SHELF.water.barcode], { by: 'cash' });
  await till.payment.nextSale();
  await till.seesUnsent(1);

  await till.goTo('settings');
  await settings.moveToBank(cable.url);
  await settings.typePin(SUPERVISOR_PIN);
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toHaveLength(1);
});
