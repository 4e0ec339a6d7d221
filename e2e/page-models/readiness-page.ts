import type { Locator, Page } from '@playwright/test';
import type { DeskDevices, ReadinessPoint, ReadinessState } from '../../shared/domain/readiness.ts';
import type { Words } from './words.ts';

/** The check before the first sale of a day: its strip, its dialog, and a trainer's hands. */
export class ReadinessPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get strip(): Locator {
    return this.#page.getByRole('region', { name: this.#words.say('readiness', 'title') });
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: this.#words.say('readiness', 'title') });
  }

  /** From the strip above the register. */
  async look(): Promise<void> {
    await this.strip.getByRole('button', { name: this.#words.say('readiness', 'open') }).click();
  }

  /** From the settings screen, or anew within the dialog. */
  async examine(): Promise<void> {
    await this.#button('examine').last().click();
  }

  async print(): Promise<void> {
    await this.#button('print').click();
  }

  async done(): Promise<void> {
    await this.#button('done').last().click();
  }

  point(point: ReadinessPoint, state: ReadinessState): Locator {
    return this.dialog.locator(`[data-point="${point}"][data-state="${state}"]`);
  }

  /** On the settings screen: a cable is pulled or put back, paper is taken out or loaded. */
  async set(device: keyof DeskDevices, answer: 'yes' | 'no'): Promise<void> {
    await this.#page
      .getByRole('radiogroup', { name: this.#words.say('readiness', `device.${device}`) })
      .getByText(this.#words.say('readiness', `device.${answer}`), { exact: true })
      .click();
  }

  #button(key: 'examine' | 'print' | 'done'): Locator {
    return this.#page.getByRole('button', { name: this.#words.say('readiness', key) });
  }
}
