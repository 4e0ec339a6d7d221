import { expectNoBarrier } from '../accessibility.ts';
import { bookedSales } from '../books.ts';
import { ActivationPage } from '../page-models/activation-page.ts';
import { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import { sees } from '../patient-expect.ts';
import { expect, test } from './fixture.ts';

/** The same address once more: another browser is another till, another page the same one. */

const WATER = SHELF.water.barcode;
const TRY_AGAIN_EVERY_MS = 1000;

test('P25 F39 the same page in another browser: told that the code was used; with one of its own it sells', async ({
  browser,
  browserTill,
  bank,
}) => {
  const another = await browser.newContext();
  const page = await another.newPage();
  await page.goto(browserTill.page.url());
  const till = new TillPage(page);
  const form = new ActivationPage(page, till.words);
  await form.isShown();
  await expect(form.refusal('activation-code-used')).toBeVisible();
  const own = await bank.newTerminal();
  await form.fillInCode(own.activationCode);
  await form.activate();
  await till.waitUntilOnline();
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, own)).toMatchObject([{ sale: 1, standing: ['approved'] }]);
  await another.close();
});

test('A02 a second page of the same till does not open and says why; once the first is closed it does', async ({
  browserTill,
  context,
}) => {
  const till = new TillPage(await context.newPage());
  await till.page.goto(browserTill.page.url());
  const notice = till.page.getByRole('alert');
  await expect(notice).toContainText(till.words.say('errors', 'other-window'));
  await expectNoBarrier(till.page, 'another window has the till');
  await till.page.keyboard.press('Enter');
  await expect(notice).toContainText(till.words.say('errors', 'other-window'));
  await browserTill.sell([WATER], { by: 'cash' });
  await browserTill.page.close();
  // The browser lets go of a closed page's files a moment after it: somebody presses once more.
  await expect(async () => {
    await till.page.keyboard.press('Enter');
    await sees(till.statusBar, TRY_AGAIN_EVERY_MS);
  }).toPass();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await till.sell([WATER], { by: 'cash' });
});
