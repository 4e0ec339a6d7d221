import type { Locator, Page } from '@playwright/test';
import type { Words } from './words.ts';

/** What was under way when the till stopped, over the screen until somebody has dealt with it. */
export class FoundStrip {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get strip(): Locator {
    return this.#page.getByRole('region', { name: this.#words.say('frame', 'left.title') });
  }

  async print(): Promise<void> {
    await this.#button('left.print').click();
  }

  async dismiss(): Promise<void> {
    await this.#button('left.dismiss').click();
  }

  #button(key: 'left.print' | 'left.dismiss'): Locator {
    return this.strip.getByRole('button', { name: this.#words.say('frame', key) });
  }
}
