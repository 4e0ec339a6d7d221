import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import { typePin } from './pin-pad.ts';
import type { Words } from './words.ts';

type Step = 'counting' | 'compared' | 'counted';

/** The drawer's count: notes and coins, the comparison, what was written. */
export class DrawerPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog').filter({ has: this.#page.locator('[data-drawer]') });
  }

  /** From the queue, by its key. */
  async open(): Promise<void> {
    await this.#page.keyboard.press('F6');
    await this.sees('counting');
  }

  async sees(step: Step): Promise<void> {
    await sees(this.#page.locator(`[data-drawer="${step}"]`));
  }

  /** So many of each value, by keyboard alone: Enter goes on to the next one, largest first. */
  async count(pieces: readonly string[]): Promise<void> {
    await expect(this.dialog.getByRole('textbox').first()).toBeFocused();
    for (const number of pieces) {
      if (number !== '') await this.#page.keyboard.type(number);
      await this.#page.keyboard.press('Enter');
    }
  }

  async compare(): Promise<void> {
    await this.#page.keyboard.press('F9');
    await this.sees('compared');
  }

  async seesDifference(expected: string, varianceMinor: number): Promise<void> {
    await expect(this.dialog.locator('[data-expected]')).toHaveText(expected);
    await sees(this.dialog.locator(`[data-variance="${varianceMinor}"]`));
  }

  async giveReason(reason: string): Promise<void> {
    await this.dialog.getByLabel(this.#words.say('drawer', 'why')).fill(reason);
  }

  /** By its key; with a difference above the limit the supervisor's PIN comes next. */
  async finish(pin?: string): Promise<void> {
    await this.#page.keyboard.press('F9');
    if (pin !== undefined) await typePin(this.#page, this.#words, pin);
    await this.sees('counted');
  }

  /** By keyboard: the amount has the focus, the reason is one Tab further. */
  async putIn(amount: string, reason: string): Promise<void> {
    await this.#page.keyboard.press('F7');
    const form = this.#page.getByRole('dialog', { name: this.#words.say('drawer', 'moveTitle') });
    await form.getByLabel(this.#words.say('drawer', 'amount')).fill(amount);
    await this.#page.keyboard.press('Tab');
    await this.#page.keyboard.type(reason);
    await this.#page.keyboard.press('Enter');
    await expect(form).toHaveCount(0);
  }

  async leave(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await expect(this.dialog).toHaveCount(0);
  }
}
