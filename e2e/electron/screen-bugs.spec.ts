import type { JSHandle, Page } from '@playwright/test';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

test('I7 a bug in a screen takes the screen away, not the till: it says so, is written down, and comes back', async ({
  machine,
  till,
}) => {
  const { page, register, words } = till;
  const broken = page.getByRole('alert').filter({ hasText: words.say('frame', 'brokenTitle') });
  await register.scanAnywhere(WATER);
  await expect(register.total).toHaveText('¥2.00');
  const mend = await plantBug(page);
  await register.scanAnywhere(WATER);
  await expect(broken).toBeVisible();
  await expectNoBarrier(page, 'a screen that failed');
  await expect(till.statusBar).toBeVisible();

  await page.keyboard.press('Enter');
  await expect(broken).toBeVisible();
  await till.goTo('queue');
  await expect(broken).toHaveCount(0);
  await till.goTo('register');
  await expect(broken).toBeVisible();

  await mend.evaluate((repair) => repair());
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥4.00');
  await register.startPaying();
  await till.pay({ by: 'cash' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  // The same once more; a window that is loaded anew has nothing of it.
  await register.scanAnywhere(WATER);
  await register.seesItKept();
  await plantBug(page);
  await register.scanAnywhere(WATER);
  await expect(broken).toBeVisible();
  await page.getByRole('button', { name: words.say('frame', 'brokenReload') }).click();
  await till.waitUntilOpen();
  // Who was quicker, the hand or the disk, is not the question here.
  await expect(register.total).toHaveText(/^¥[24]\.00$/);
  const notices = await machine.notices();
  expect(notices.filter((code) => code === 'bug')).toHaveLength(1);
});

/** From now on nothing that says 4.00 can be drawn, until it is mended. */
function plantBug(page: Page): Promise<JSHandle<() => boolean>> {
  return page.evaluateHandle(() => {
    const sound = Reflect.getOwnPropertyDescriptor(String.prototype, 'padStart') ?? {};
    const padStart = sound.value as (this: string, length: number, filler: string) => string;
    const broken = function broken(this: string, length: number, filler: string): string {
      if (String(this) === '400') throw new Error('planted bug');
      return padStart.call(this, length, filler);
    };
    Reflect.defineProperty(String.prototype, 'padStart', { ...sound, value: broken });
    return () => Reflect.defineProperty(String.prototype, 'padStart', sound);
  });
}
