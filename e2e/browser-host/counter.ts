import { expect, type Page } from '@playwright/test';

/** What a cashier does at the counter, in words; the selectors stay here. */
export class Counter {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(url: string): Promise<void> {
    await this.#page.goto(url);
    await this.seesOnline(true);
  }

  async seesOnline(online: boolean): Promise<void> {
    await expect(this.#page.locator(`[data-online="${online}"]`)).toBeVisible({ timeout: 20_000 });
  }

  async seesUnsent(count: number): Promise<void> {
    await expect(this.#page.locator(`[data-unsent="${count}"]`)).toBeVisible({ timeout: 20_000 });
  }

  async ringUp(name: string): Promise<void> {
    await this.#page.getByRole('button', { name }).click();
    await this.#page.getByRole('button', { name: /^结账/ }).click();
  }

  async payByCard(card: string): Promise<void> {
    await this.#page.getByRole('button', { name: card }).click();
  }

  async payExactCash(): Promise<void> {
    await this.#page.getByRole('button', { name: /^现金/ }).first().click();
  }

  async acceptPromise(): Promise<void> {
    await this.#page.getByRole('button', { name: '接受并打印签购单' }).click();
  }

  async seesVerdict(kind: string): Promise<void> {
    await expect(this.#page.locator('[data-verdict]')).toHaveAttribute('data-verdict', kind, {
      timeout: 20_000,
    });
  }

  async nextSale(): Promise<void> {
    await this.#page.getByRole('button', { name: '下一单' }).click();
  }
}
