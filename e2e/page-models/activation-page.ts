import type { Locator, Page } from '@playwright/test';
import { expect } from '../patient-expect.ts';
import type { Words } from './words.ts';

/** A till that belongs to nobody yet. */
export class ActivationPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async isShown(): Promise<void> {
    const title = this.#words.say('frame', 'notActivatedTitle');
    await expect(this.#page.getByRole('heading', { name: title })).toBeVisible();
  }

  async fillIn(code: string, bankUrl: string): Promise<void> {
    await this.#field('activationCode').fill(code);
    await this.#field('bankUrl').fill(bankUrl);
  }

  async activate(): Promise<void> {
    await this.#page.getByRole('button', { name: this.#words.say('frame', 'activate') }).click();
  }

  /** Why the bank said no, at the field. */
  refusal(
    code:
      'activation-code-used' | 'activation-code-invalid' | 'too-many-requests' | 'terminal-in-use',
  ): Locator {
    return this.#page.getByText(this.#words.say('errors', code));
  }

  #field(name: 'activationCode' | 'bankUrl'): Locator {
    return this.#page.getByRole('textbox', { name: this.#words.say('frame', name) });
  }
}
