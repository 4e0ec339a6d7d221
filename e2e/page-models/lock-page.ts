import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
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
    await this.operator(operatorId).click();
    const dialog = this.#page.getByRole('dialog');
    await sees(dialog);
    // By the keyboard, as with a number block: the digits are nowhere on the screen.
    await this.#page.keyboard.type(pin);
    await dialog.getByRole('button', { name: this.#words.startsWith('session', 'signIn') }).click();
  }

  /** Start code, new PIN, and the same once more. */
  async setPin(operatorId: string, startCode: string, pin: string): Promise<void> {
    await this.operator(operatorId).click();
    const dialog = this.#page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: this.#words.say('session', 'startCode') })
      .fill(startCode);
    await this.#page.keyboard.press('Enter');
    for (const step of ['newPin', 'newPinAgain'] as const) {
      await expect(dialog).toContainText(this.#words.say('session', `${step}Means`));
      await this.#page.keyboard.type(pin);
      await this.#page.keyboard.press('Enter');
    }
  }

  operator(operatorId: string): Locator {
    return this.#page.getByRole('button', { name: new RegExp(`^${operatorId} `) });
  }

  /** A terminal sign-on, for what the bank has changed meanwhile. */
  async fetch(): Promise<void> {
    await this.#page
      .getByRole('button', { name: this.#words.say('session', 'fetch'), exact: true })
      .click();
    await sees(this.#page.getByText(this.#words.say('session', 'fetch.fetched')));
  }

  async isShown(): Promise<void> {
    await sees(this.#title);
  }

  /** At this very moment, whoever has locked it or gone: for whoever does not know. */
  async isLocked(): Promise<boolean> {
    return (await this.#title.isVisible()) || (await this.nobody.isVisible());
  }

  get #title(): Locator {
    return this.#page.getByRole('heading', { name: this.#words.say('session', 'lockedTitle') });
  }

  /** Signed off, or never signed in: anybody may be next. */
  get nobody(): Locator {
    return this.#page.getByRole('heading', { name: this.#words.say('session', 'nobodyTitle') });
  }
}

function pinOf(operatorId: DemoOperatorId): string {
  return DEMO_OPERATORS.find(({ id }) => id === operatorId)?.pin ?? '';
}
