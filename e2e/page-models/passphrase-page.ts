import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
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
    await sees(this.#page.getByText(said));
    await expect(this.#field).toHaveValue('');
  }

  /** Nobody knows it any more; the screen says first how much is unsent here. */
  async forgotten(unsent: number): Promise<void> {
    const name = this.#words.say('session', 'forgotten');
    await this.#page.getByRole('button', { name, exact: true }).click();
    await sees(this.#page.locator(`[data-unsent-here="${unsent}"]`));
  }

  /** On with the bank's new code and another passphrase. */
  async startAnew(code: string, bankUrl: string, passphrase: string): Promise<void> {
    const fill = (label: string, text: string): Promise<void> =>
      this.#page.getByLabel(label).fill(text);
    await fill(this.#words.say('frame', 'activationCode'), code);
    await fill(this.#words.say('frame', 'bankUrl'), bankUrl);
    await fill(this.#words.say('session', 'newPassphrase'), passphrase);
    await fill(this.#words.say('session', 'newPassphraseAgain'), passphrase);
    const name = this.#words.startsWith('session', 'startAnew');
    await this.#page.getByRole('button', { name }).click();
  }

  get #field(): Locator {
    return this.#page.getByLabel(this.#words.say('frame', 'passphrase'));
  }
}
