import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const SCREENS = [
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

test('A18 large amounts are read to their last digit, on every size of screen', async ({
  till,
}) => {
  const { page, register, payment } = till;
  await register.scan(SHELF.noodles.barcode);
  await register.ask('F6');
  await register.typeByHand('9999');
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥44,995.50');
  await register.startPaying();
  await payment.openDesk('cash');
  const quick = page.getByRole('group', { name: till.words.say('payment', 'quick') });
  await seesWhole(till, quick.getByRole('button'));
  await register.typeByHand('999999999');
  await seesWhole(till, page.getByRole('main').getByRole('status'));
  await seesWhole(till, page.getByRole('main').locator('section'));
  await payment.confirmCash();
  await expect(payment.change).toHaveText('¥9,955,004.49');
  await seesWhole(till, payment.change);
});

/** No digit lies outside of what its place shows. */
async function seesWhole({ page }: TillPage, amounts: Locator): Promise<void> {
  for (const size of SCREENS) {
    await page.setViewportSize(size);
    for (const amount of await amounts.all()) {
      const cut = await amount.evaluate((one) => one.scrollWidth - one.clientWidth);
      expect(cut, `${await amount.innerText()} at ${size.width}`).toBeLessThanOrEqual(0);
    }
  }
}
