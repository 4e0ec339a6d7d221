import type { Page } from '@playwright/test';
import type { Words } from './words.ts';

/** A PIN on the pad of the open dialog, as with the finger; it is never pasted. */
export async function typePin(page: Page, words: Words, pin: string): Promise<void> {
  await typeDigits(page, pin);
  const confirm = words.startsWith('common', 'confirm');
  await page.getByRole('dialog').getByRole('button', { name: confirm }).click();
}

/** Without the key that hands them over. */
export async function typeDigits(page: Page, pin: string): Promise<void> {
  for (const digit of pin) {
    await page.getByRole('dialog').getByRole('button', { name: digit, exact: true }).click();
  }
}
