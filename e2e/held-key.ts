import type { Page } from '@playwright/test';

/** So long that it repeats itself. */
export async function holdDown(page: Page, key: string): Promise<void> {
  for (let i = 0; i < 4; i += 1) await page.keyboard.down(key);
  await page.keyboard.up(key);
}
