import type { Page } from '@playwright/test';

/**
 * A scanner: its code has come in, and its Enter is pressed now. Each key has the time at which it
 * reached the window's process, as that of a device has; the Enter is sent once the window has heard
 * the code, or the driver's way with all the keys before it would be measured as the till's.
 */
export async function scanNow(page: Page, barcode: string): Promise<void> {
  const device = await page.context().newCDPSession(page);
  const press = (key: string, text: string) =>
    Promise.all([
      device.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text }),
      device.send('Input.dispatchKeyEvent', { type: 'keyUp', key }),
    ]);
  await Promise.all(Array.from(barcode, (digit) => press(digit, digit)));
  await press('Enter', '\r');
  await device.detach();
}
