import type { Locator, Page } from '@playwright/test';
import { expect } from '../patient-expect.ts';
import type { SignatureState } from '../../shared/domain/card-signature.ts';
import { typePin } from './pin-pad.ts';
import type { Words } from './words.ts';

type Point = readonly [across: number, down: number];

/** The pad, turned to the customer: whoever signs draws with the mouse. */
export class SignaturePage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: this.#words.say('signature', 'title') });
  }

  get confirm(): Locator {
    return this.dialog.getByRole('button', { name: this.#words.startsWith('signature', 'done') });
  }

  get clear(): Locator {
    return this.dialog.getByRole('button', { name: this.#words.startsWith('signature', 'clear') });
  }

  /** One stroke through these points, in hundredths of the pad; the pad says when it has it. */
  async draw(points: readonly Point[]): Promise<void> {
    const pad = this.dialog.getByRole('group', { name: this.#words.say('signature', 'pad') });
    const box = await pad.boundingBox();
    if (box === null) throw new Error('no pad');
    const [first, ...rest] = points.map(
      ([across, down]) =>
        [box.x + (box.width * across) / 100, box.y + (box.height * down) / 100] as const,
    );
    if (first === undefined) return;
    await this.#page.mouse.move(...first);
    await this.#page.mouse.down();
    for (const point of rest) await this.#page.mouse.move(...point, { steps: 8 });
    await this.#page.mouse.up();
    await expect(this.confirm).toBeEnabled();
  }

  async press(key: 'Enter' | 'Delete' | 'p'): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** From the day end to the sale that is named there, by its key. */
  async showSale(refused: string): Promise<void> {
    await expect(this.unsent).toHaveAttribute('data-refused', refused);
    await this.#page.keyboard.press('F2');
    await this.sees('refused');
  }

  /** Of the chosen sale, by its key; the button is there while there is something to send. */
  async sendAgain(): Promise<void> {
    await expect(this.#act('sendAgain')).toBeEnabled();
    await this.#page.keyboard.press('s');
  }

  /** It stays with the shop: by its key, a reason, and the supervisor's PIN. */
  async close(reason: string, pin: string): Promise<void> {
    await expect(this.#act('close')).toBeEnabled();
    await this.#page.keyboard.press('c');
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByLabel(this.#words.say('signature', 'closeWhy')).fill(reason);
    await this.#page.keyboard.press('Enter');
    await typePin(this.#page, this.#words, pin);
  }

  #act(name: 'sendAgain' | 'close'): Locator {
    return this.#page
      .getByRole('complementary')
      .getByRole('button', { name: this.#words.startsWith('signature', name) });
  }

  /** Of the sale that is chosen on the sales screen. */
  get state(): Locator {
    return this.#page.locator('[data-signature]');
  }

  async sees(state: SignatureState): Promise<void> {
    await expect(this.state).toHaveAttribute('data-signature', state);
  }

  /** On the day end. */
  get unsent(): Locator {
    return this.#page.locator('[data-signatures]');
  }
}
