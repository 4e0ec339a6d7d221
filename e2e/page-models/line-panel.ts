import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

/** The trainer's hands on the line; open the line screen first (`till.goTo('line')`). */
export class LinePanel {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async cut(): Promise<void> {
    await this.#button('cut').click();
    await expect(this.#button('mend')).toBeVisible();
  }

  async mend(): Promise<void> {
    await this.#button('mend').click();
    await expect(this.#button('cut')).toBeVisible();
  }

  async loseNextAnswer(): Promise<void> {
    await this.#button('loseAnswer').click();
  }

  #button(key: 'cut' | 'mend' | 'loseAnswer'): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('button', { name: this.#words.startsWith('line', key) });
  }
}
