import type { Locator, Page } from '@playwright/test';
import type { Words } from './words.ts';

const FATES = ['slip-missing', 'part-paid', 'taken-back', 'not-paid'] as const;

export interface Found {
  readonly fate: (typeof FATES)[number];
  /** Empty where the sale never got one. */
  readonly saleNumber: string;
  readonly amountMinor: number;
}

/** What was under way when the till stopped, over the screen until somebody has dealt with it. */
export class FoundStrip {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get strip(): Locator {
    return this.#page.getByRole('region', { name: this.#words.say('frame', 'left.title') });
  }

  /** What stands there about the first of them; null while the bank is being asked. */
  async read(): Promise<Found | null> {
    // Empty when it is gone, which nobody waits for.
    const text = (await this.strip.allInnerTexts()).join();
    const fate = FATES.find((one) => text.includes(this.#words.say('frame', `left.${one}`)));
    if (fate === undefined) return null;
    return {
      fate,
      saleNumber: /\d{2}-\d{6}/.exec(text)?.[0] ?? '',
      amountMinor: Math.round(100 * Number(/¥([\d.]+)/.exec(text)?.[1] ?? 0)),
    };
  }

  async print(): Promise<void> {
    await this.#button('left.print').click();
  }

  async dismiss(): Promise<void> {
    await this.#button('left.dismiss').click();
  }

  /** Of a sale whose customer is gone: what was received. */
  async giveBack(): Promise<void> {
    const name = this.#words.startsWith('frame', 'left.giveBack');
    await this.strip.getByRole('button', { name }).click();
  }

  #button(key: 'left.print' | 'left.dismiss'): Locator {
    return this.strip.getByRole('button', { name: this.#words.say('frame', key) });
  }
}
