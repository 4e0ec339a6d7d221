import type { Locator, Page } from '@playwright/test';
import { expect } from '../patient-expect.ts';
import type { Words } from './words.ts';

/** A till whose keys wait for the passphrase of the shop. */
export class PassphrasePage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async isShown(): Promise<void> {
    await expect(this.#field).toBeFocused();
  }

  /** By keyboard; what comes of it is for the screen to say. */
  async type(passphrase: string): Promise<void> {
    await this.#field.fill(passphrase);
    await this.#field.press('Enter');
  }

  async isRefused(): Promise<void> {
    const said = this.#words.say('errors', 'passphrase-wrong');
    await expect(this.#page.getByText(said)).toBeVisible();
    await expect(this.#field).toHaveValue('');
  }

  get #field(): Locator {
    return this.#page.getByLabel(this.#words.say('frame', 'passphrase'));
  }
}
