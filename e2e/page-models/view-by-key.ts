import type { Locator } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { TillPage } from './till-page.ts';

/** A dialog that only shows: opened beside a payment by the key that is printed on its button. */
export class ViewByKey {
  protected readonly till: TillPage;
  readonly #key: string;

  constructor(till: TillPage, key: string) {
    this.till = till;
    this.#key = key;
  }

  get dialog(): Locator {
    return this.till.page.getByRole('dialog');
  }

  async openByKey(): Promise<void> {
    await this.till.page.keyboard.press(this.#key);
    await sees(this.dialog);
  }

  async close(): Promise<void> {
    await this.till.page.keyboard.press('Escape');
    await expect(this.dialog).toHaveCount(0);
  }
}
