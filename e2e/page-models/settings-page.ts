import { expect, type Page } from '@playwright/test';
import type { Language } from '../../renderer/i18n/language.ts';
import type { HostSettings } from '../../shared/contracts/host.ts';
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
}
