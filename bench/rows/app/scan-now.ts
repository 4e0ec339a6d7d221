import type { Page } from '@playwright/test';

const KEY_EVERY_S = 0.003;

/**
 * A scanner whose Enter is pressed now and whose code was sent just before, by the device's own
 * times: what is measured from the Enter then holds all of the way through the window's ear.
 */
export async function scanNow(page: Page, barcode: string): Promise<void> {
  const device = await page.context().newCDPSession(page);
  const enter = { key: 'Enter', text: '\r' };
  const keys = [...Array.from(barcode, (text) => ({ key: text, text })), enter];
  const nowS = Date.now() / 1000;
  const sent = keys.flatMap(({ key, text }, nth) => {
    const timestamp = nowS - (keys.length - 1 - nth) * KEY_EVERY_S;
    return [
      device.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
      device.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
    ];
  });
  await Promise.all(sent);
  await device.detach();
}
