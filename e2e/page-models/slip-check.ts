import type { Locator } from '@playwright/test';
import type { SlipFate } from '../../shared/domain/slip-code.ts';
import { expect, sees } from '../patient-expect.ts';
import type { TillPage } from './till-page.ts';

/** The code of a provisional slip: beside the slip, and scanned again later. */
export class SlipCheckView {
  readonly #till: TillPage;

  constructor(till: TillPage) {
    this.#till = till;
  }

  /** What a scanner would read off the screen. */
  async codeOnScreen(): Promise<string> {
    const code = this.#till.page.locator('[data-code]');
    await sees(code);
    return (await code.getAttribute('data-code')) ?? '';
  }

  get dialog(): Locator {
    return this.#till.page.getByRole('dialog');
  }

  /** By a scanner, wherever the focus is; the answer stays until it is read. */
  async scan(code: string, fate: SlipFate | 'not-asked' | 'not-ours'): Promise<void> {
    await this.#till.register.scanAnywhere(code);
    await sees(this.dialog.locator(`[data-slip="${fate}"]`));
  }

  async close(): Promise<void> {
    await this.#till.page.keyboard.press('Enter');
    await expect(this.dialog).toHaveCount(0);
  }
}
