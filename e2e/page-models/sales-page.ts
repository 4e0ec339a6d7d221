import type { Locator, Page } from '@playwright/test';
import { expect } from '../patient-expect.ts';
import type { Certainty } from '../../shared/domain/certainty.ts';
import type { VoidEnd } from '../../renderer/stores/sales-store.ts';
import { typePin } from './pin-pad.ts';
import type { Words } from './words.ts';

/** What was sold, newest first, and the void of one. */
export class SalesPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get rows(): Locator {
    return this.#page.getByRole('listbox').getByRole('option');
  }

  /** The sale whose number ends so, in its ink. */
  async seesSale(ending: string, ink: Certainty): Promise<void> {
    const row = this.rows.filter({ hasText: ending });
    await expect(row.locator(`[data-ink="${ink}"]`).first()).toBeVisible();
  }

  async find(typed: string): Promise<void> {
    await this.#page.getByLabel(this.#words.say('sales', 'find')).fill(typed);
  }

  get voidButton(): Locator {
    const name = this.#words.startsWith('sales', 'void');
    return this.#page.getByRole('complementary').getByRole('button', { name });
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  /** Of the chosen sale, by its key: a reason, and the supervisor's PIN. */
  async voidIt(pin: string): Promise<void> {
    await this.#page.keyboard.press('F8');
    await this.dialog.getByLabel(this.#words.say('sales', 'why')).fill('wrong size');
    await this.#page.keyboard.press('Enter');
    await typePin(this.#page, this.#words, pin);
  }

  async giveUp(): Promise<void> {
    await this.#page.keyboard.press('Control+Delete');
  }

  async seesEnd(kind: VoidEnd['kind']): Promise<void> {
    await expect(this.dialog.locator(`[data-void="${kind}"]`)).toBeVisible();
  }

  async leave(): Promise<void> {
    await this.#page.keyboard.press('Enter');
    await expect(this.dialog).toHaveCount(0);
  }
}
