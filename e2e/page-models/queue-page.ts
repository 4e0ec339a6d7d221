import { expect, type Page } from '@playwright/test';
import type { Words } from './words.ts';

/** What waits for the bank, and what a person must look at. */
export class QueuePage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async sendNow(): Promise<void> {
    await this.#page
      .getByRole('button', { name: this.#words.startsWith('queue', 'sendNow') })
      .click();
  }

  async seesNothingWaiting(): Promise<void> {
    await expect(this.#page.getByText(this.#words.say('queue', 'empty'))).toBeVisible();
  }
}
