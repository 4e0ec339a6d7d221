import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { Certainty } from '../../shared/domain/certainty.ts';
import type { FunctionId, Worth } from '../../shared/domain/terminal-functions.ts';
import type { Words } from './words.ts';

/** The trainer's hands on the line; open the line screen first (`till.goTo('line')`). */
export class LinePanel {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async cut(): Promise<void> {
    await this.#button('cut').click();
    await sees(this.#button('mend'));
  }

  async mend(): Promise<void> {
    await this.#button('mend').click();
    await sees(this.#button('cut'));
  }

  /** Up and down by turns of so many seconds, or not. */
  async flap(seconds: 'off' | '1' | '3' | '10'): Promise<void> {
    const name =
      seconds === 'off'
        ? this.#words.say('line', 'flap.off')
        : this.#words.say('line', 'flap.every').replace('{{count}}', seconds);
    const turns = this.#page.getByRole('radiogroup', { name: this.#words.say('line', 'flap') });
    await turns.getByText(name, { exact: true }).click();
  }

  async loseNextAnswer(): Promise<void> {
    await this.#button('loseAnswer').click();
    await this.seesToBeLost(1);
  }

  /** How many answers are still to be lost. */
  async seesToBeLost(count: number): Promise<void> {
    const counter = this.#page.locator('[data-loss]').first();
    await expect(counter).toHaveAttribute('data-loss', String(count));
  }

  /** What a function is worth at this moment. */
  async seesFunction(id: FunctionId, worth: Worth): Promise<void> {
    const row = this.#page.locator(`[data-function="${id}"]`);
    await expect(row).toHaveAttribute('data-now', worth);
  }

  functionsWorth(worth: Worth): Locator {
    return this.#page.locator(`[data-function][data-now="${worth}"]`);
  }

  /** The day's money of this ink. */
  ink(ink: Certainty): Locator {
    return this.#page.getByRole('main').locator(`[data-ink="${ink}"]`);
  }

  async openLesson(lesson: 'technical' | 'security' | 'convenience' | 'cost'): Promise<void> {
    const name = this.#words.say('line', `lesson.${lesson}`);
    await this.#page.getByRole('main').getByText(name, { exact: true }).click();
  }

  get lesson(): Locator {
    return this.#page.locator('[data-lesson]');
  }

  #button(key: 'cut' | 'mend' | 'loseAnswer'): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('button', { name: this.#words.startsWith('line', key) });
  }
}
