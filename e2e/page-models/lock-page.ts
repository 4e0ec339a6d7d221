import { expect, type Locator, type Page } from '@playwright/test';
import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import type { Words } from './words.ts';

export type DemoOperatorId = (typeof DEMO_OPERATORS)[number]['id'];

/** Nobody is at the till. */
export class LockPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async signIn(operatorId: DemoOperatorId, pin = pinOf(operatorId)): Promise<void> {
    await this.#page.getByRole('button', { name: new RegExp(`^${operatorId} `) }).click();
    const dialog = this.#page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    // By the keyboard, as with a number block: the digits are nowhere on the screen.
    await this.#page.keyboard.type(pin);
    await dialog.getByRole('button', { name: this.#words.startsWith('session', 'signIn') }).click();
  }

  async isShown(): Promise<void> {
    await expect(this.#title).toBeVisible();
  }

  /** At this very moment: for whoever does not know. */
  isLocked(): Promise<boolean> {
    return this.#title.isVisible();
  }

  get #title(): Locator {
    return this.#page.getByRole('heading', { name: this.#words.say('session', 'lockedTitle') });
  }
}

function pinOf(operatorId: DemoOperatorId): string {
  return DEMO_OPERATORS.find(({ id }) => id === operatorId)?.pin ?? '';
}
