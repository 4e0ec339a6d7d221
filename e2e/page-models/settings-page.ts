import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { Language } from '../../renderer/i18n/language.ts';
import type { HostSettings } from '../../shared/contracts/host-facts.ts';
import { typePin } from './pin-pad.ts';
import type { Words } from './words.ts';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { 'zh-CN': '中文', en: 'English' };

/** What a shop may choose. */
export class SettingsPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', {
      name: this.#words.say('settings', 'title'),
      level: 1,
    });
  }

  /** Why this till may not be replaced or cleared, by its own word. */
  async seesKept(why: 'keeps.unsent' | 'keeps.unsettled', count: number): Promise<void> {
    const check = this.#words.say('settings', 'replaceCheck');
    await this.#page.getByRole('button', { name: check }).click();
    const line = this.#words.say('settings', why).replace('{{number}}', String(count));
    await sees(this.#page.getByRole('listitem').filter({ hasText: line }));
  }

  async setPassphrase(passphrase: string, pin: string): Promise<void> {
    const say = (key: 'newPassphrase' | 'newPassphraseAgain'): string =>
      this.#words.say('session', key);
    await this.#page.getByLabel(say('newPassphrase')).fill(passphrase);
    await this.#page.getByLabel(say('newPassphraseAgain')).fill(passphrase);
    const name = this.#words.say('settings', 'passphraseSet');
    await this.#page.getByRole('button', { name, exact: true }).click();
    await this.typePin(pin);
    const done = this.#words.say('settings', 'passphraseDone');
    await sees(this.#page.getByText(done));
  }

  /** By keyboard; the supervisor's PIN comes next. */
  async activateAnew(code: string, pin: string): Promise<void> {
    const field = this.#page.getByLabel(this.#words.say('settings', 'anewCode'));
    await field.fill(code);
    await field.press('Enter');
    await this.typePin(pin);
  }

  /** From then on every page model of this till looks for the words of that language. */
  async speak(language: Language): Promise<void> {
    await this.#page.getByText(LANGUAGE_NAMES[language], { exact: true }).click();
    this.#words.speak(language);
    await expect(this.#page.locator('html')).toHaveAttribute('lang', language);
  }

  async wear(theme: HostSettings['theme']): Promise<void> {
    const name = this.#words.say('settings', `theme.${theme}`);
    await this.#page.getByText(name, { exact: true }).click();
    if (theme !== 'system') {
      await expect(this.#page.locator('html')).toHaveAttribute('data-theme', theme);
    }
  }

  /** By keyboard: types the address and presses Enter; a supervisor's PIN comes next. */
  async moveToBank(address: string): Promise<void> {
    const field = this.#page.getByLabel(this.#words.say('settings', 'bankUrl'));
    await field.fill(address);
    await field.press('Enter');
  }

  /** Kept; whether the bank answers there is for the status bar to say. */
  get bankSaved(): Locator {
    return this.#page.getByText(this.#words.say('settings', 'bankSaved'));
  }

  /** Gives the first reason and asks; a supervisor's PIN comes next. */
  async askToForceOffline(): Promise<void> {
    await this.#button('why.lesson').click();
    await this.#button('goOffline').click();
  }

  async askToEndForcedOffline(): Promise<void> {
    await this.#button('why.lessonOver').click();
    await this.#button('goOnline').click();
  }

  async typePin(pin: string): Promise<void> {
    await typePin(this.#page, this.#words, pin);
  }

  /** Who decided it, when and why; there only while it stands. */
  get forcedOffline(): Locator {
    return this.#page.locator('[data-forced-offline]');
  }

  #button(key: 'why.lesson' | 'why.lessonOver' | 'goOffline' | 'goOnline'): Locator {
    const name = this.#words.say('settings', key);
    return this.#page.getByRole('button', { name, exact: true });
  }
}
