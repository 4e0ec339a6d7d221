import type { Page } from '@playwright/test';
import type { Words } from './words.ts';

/** A PIN on the pad of the open dialog, as with the finger; it is never pasted. */
export async function typePin(page: Page, words: Words, pin: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const digit of pin) {
    await dialog.getByRole('button', { name: digit, exact: true }).click();
  }
  await dialog.getByRole('button', { name: words.startsWith('common', 'confirm') }).click();
}
