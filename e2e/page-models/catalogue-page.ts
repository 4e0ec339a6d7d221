import type { Locator, Page } from '@playwright/test';
import { sees } from '../patient-expect.ts';
import type { Words } from './words.ts';

/** A hundred thousand rows on a busy machine; only a failure waits this long. */
const LARGE_FILE_LIMIT_MS = 110_000;

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
    const text = this.#words
      .say('catalogue', 'imported')
      .replace('{{products}}', count.toLocaleString('en'));
    const heading = this.#page.getByRole('heading', { name: text });
    await sees(heading, LARGE_FILE_LIMIT_MS);
  }

  /** The names of what is in place can be searched; scanning does not wait for that. */
  async seesSearchReady(): Promise<void> {
    const text = this.#words.say('catalogue', 'search.ready');
    await sees(this.#page.getByText(text), LARGE_FILE_LIMIT_MS);
  }

  /** Stops the import that is running; nothing of it takes the place of the old list. */
  async stop(): Promise<void> {
    await this.#button('stop').click();
    const name = this.#words.say('catalogue', 'cancelled');
    const heading = this.#page.getByRole('heading', { name });
    await sees(heading, LARGE_FILE_LIMIT_MS);
  }

  #button(key: 'choose' | 'startImport' | 'otherFile' | 'stop'): Locator {
    return this.#page.getByRole('button', { name: this.#words.startsWith('catalogue', key) });
  }
}
