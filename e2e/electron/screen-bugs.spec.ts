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
  // From now on nothing that says 4.00 can be drawn.
  const mend = await page.evaluateHandle(() => {
    const sound = Reflect.getOwnPropertyDescriptor(String.prototype, 'padStart') ?? {};
    const padStart = sound.value as (this: string, length: number, filler: string) => string;
    const broken = function broken(this: string, length: number, filler: string): string {
      if (String(this) === '400') throw new Error('planted bug');
      return padStart.call(this, length, filler);
    };
    Reflect.defineProperty(String.prototype, 'padStart', { ...sound, value: broken });
    return () => Reflect.defineProperty(String.prototype, 'padStart', sound);
  });
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
  const notices = await machine.notices();
  expect(notices.filter((code) => code === 'bug')).toHaveLength(1);
});
