import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

/** What the shop sells, and how its own list takes the place of the samples. */
export class CataloguePage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  /** Chooses a file and has it checked; a faulty one replaces nothing. */
  async importFile(name: string, content: string): Promise<void> {
    const choosing = this.#page.waitForEvent('filechooser');
    await this.#button('choose').click();
    const chooser = await choosing;
    await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content, 'utf8') });
    await this.#button('startImport').click();
  }

  async chooseAnotherFile(): Promise<void> {
    await this.#button('otherFile').click();
  }

  /** The faults of a refused file, a row each: row, column, what is wrong. */
  get faults(): Locator {
    return this.#page.getByRole('alert').getByRole('row');
  }

  async seesImported(count: number): Promise<void> {
    const text = this.#words.say('catalogue', 'imported').replace('{{count}}', String(count));
    await expect(this.#page.getByRole('heading', { name: text })).toBeVisible();
  }

  #button(key: 'choose' | 'startImport' | 'otherFile'): Locator {
    return this.#page.getByRole('button', { name: this.#words.startsWith('catalogue', key) });
  }
}
