import type { Locator, Page } from '@playwright/test';
import { sees } from '../patient-expect.ts';
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
    await sees(this.#page.getByRole('heading', { name: title }));
  }

  async fillIn(code: string, bankUrl: string): Promise<void> {
    await this.fillInCode(code);
    await this.bankUrl.fill(bankUrl);
  }

  async fillInCode(code: string): Promise<void> {
    await this.#field('activationCode').fill(code);
  }

  /** Filled in already where a launcher has asked the bank. */
  get bankUrl(): Locator {
    return this.#field('bankUrl');
  }

  level(level: 'file' | 'passphrase'): Locator {
    const group = this.#page.getByRole('radiogroup', {
      name: this.#words.say('settings', 'keyStore'),
    });
    return group.getByRole('radio', { name: this.#words.say('settings', `keyStore.${level}`) });
  }

  /** Twice, as it is asked for. */
  async typePassphrase(passphrase: string, again = passphrase): Promise<void> {
    const field = (name: 'newPassphrase' | 'newPassphraseAgain'): Locator =>
      this.#page.getByLabel(this.#words.say('session', name), { exact: true });
    await field('newPassphrase').fill(passphrase);
    await field('newPassphraseAgain').fill(again);
  }

  get button(): Locator {
    return this.#page.getByRole('button', { name: this.#words.say('frame', 'activate') });
  }

  async activate(): Promise<void> {
    await this.button.click();
  }

  /** Why the bank said no, at the field. */
  refusal(
    code:
      | 'activation-code-used'
      | 'activation-code-invalid'
      | 'too-many-requests'
      | 'terminal-in-use'
      | 'key-store-too-weak',
  ): Locator {
    return this.#page.getByText(this.#words.say('errors', code));
  }

  #field(name: 'activationCode' | 'bankUrl'): Locator {
    return this.#page.getByRole('textbox', { name: this.#words.say('frame', name) });
  }
}
