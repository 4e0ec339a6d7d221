import type { Locator } from '@playwright/test';
import type { FunctionId } from '../../shared/domain/terminal-functions.ts';
import type { TillPage } from './till-page.ts';

/** The trainer's hands on the line beside another screen. */
export class LineDock {
  readonly #till: TillPage;

  constructor(till: TillPage) {
    this.#till = till;
  }

  /** From the line panel, to the register with the sheet beside it. */
  async open(): Promise<void> {
    await this.#till.goTo('line');
    const name = this.#till.words.say('line', 'dock');
    await this.#till.page.getByRole('button', { name }).click();
  }

  async close(): Promise<void> {
    const name = this.#till.words.say('line', 'undock');
    await this.sheet.getByRole('button', { name }).click();
  }

  get sheet(): Locator {
    return this.#till.page.getByRole('complementary', {
      name: this.#till.words.say('line', 'title'),
    });
  }

  async press(key: 'cut' | 'mend' | 'loseAnswer'): Promise<void> {
    const name = this.#till.words.startsWith('line', key);
    await this.sheet.getByRole('button', { name }).click();
  }

  function(id: FunctionId): Locator {
    return this.sheet.locator(`[data-function="${id}"]`);
  }
}
