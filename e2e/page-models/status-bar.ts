import type { Locator, Page } from '@playwright/test';
import { sees } from '../patient-expect.ts';
import type { Words } from './words.ts';

/** The bar that is always there; each part explains itself when it is touched. */
export class StatusBar {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get #bar(): Locator {
    return this.#page.getByRole('contentinfo');
  }

  get connection(): Locator {
    return this.#bar.getByRole('button').filter({ has: this.#page.locator('[data-online]') });
  }

  get unsent(): Locator {
    return this.#bar.getByRole('button').filter({ has: this.#page.locator('[data-unsent]') });
  }

  get journal(): Locator {
    return this.#bar.getByRole('button', { name: this.#words.startsWith('frame', 'journal') });
  }

  get explanation(): Locator {
    return this.#page.getByRole('dialog');
  }

  async explain(part: Locator): Promise<void> {
    await part.click();
    await sees(this.explanation);
  }

  /** The trainer's switch in the explanation of the connection. */
  async cutHere(): Promise<void> {
    const name = this.#words.startsWith('frame', 'cutLine');
    await this.explanation.getByRole('button', { name }).click();
    const mend = this.#words.startsWith('frame', 'mendLine');
    await sees(this.explanation.getByRole('button', { name: mend }));
  }

  async help(): Promise<Locator> {
    await this.#page.keyboard.press('F1');
    const dialog = this.#page.getByRole('dialog', { name: this.#words.say('frame', 'help') });
    await sees(dialog);
    return dialog;
  }
}
