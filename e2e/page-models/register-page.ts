import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import { escaped, type Words } from './words.ts';

/** The counter before money is at stake. */
export class RegisterPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get total(): Locator {
    return this.#page.getByTestId('total');
  }

  /** Of the sale before, as long as nothing is on the counter. */
  get lastChange(): Locator {
    return this.#page.getByTestId('last-change');
  }

  /** Once what is on the counter is on the disk: from here on a reload loses nothing of it. */
  async seesItKept(): Promise<void> {
    await expect(this.#page.locator('[data-kept]')).toHaveAttribute('data-kept', 'true');
  }

  get find(): Locator {
    return this.#page.getByLabel(this.#words.say('register', 'find'));
  }

  /** The tile of a product, by its name in the language of the screen. */
  tile(name: string): Locator {
    return this.#page.getByRole('button', { name: new RegExp(`^${escaped(name)}`) });
  }

  async touch(name: string): Promise<void> {
    await this.tile(name).click();
  }

  /** The lines on the counter, as they read. */
  get lines(): Locator {
    return this.#page
      .getByRole('list', { name: this.#words.say('register', 'lines') })
      .getByRole('listitem');
  }

  /** A scanner sends a code and Enter, wherever the focus is. */
  async scanAnywhere(...barcodes: readonly string[]): Promise<void> {
    for (const barcode of barcodes) await scanAs(this.#page, barcode);
  }

  /** Types as a hand does. */
  async typeByHand(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: 130 });
  }

  /** Types a barcode into the find field and presses Enter, as a scanner does there. */
  async scan(barcode: string): Promise<void> {
    await this.find.fill(barcode);
    await this.find.press('Enter');
    await expect(this.find).toHaveValue('');
  }

  /** Looks for something and takes the first that is found. */
  async findAndTake(text: string): Promise<void> {
    await this.scan(text);
  }

  async startPaying(): Promise<void> {
    await this.#page
      .getByRole('button', { name: this.#words.startsWith('register', 'pay') })
      .click();
  }

  /** A question about the line or the sale, by its key; what is typed next is its answer. */
  async ask(key: 'F6' | 'F7' | 'F8'): Promise<void> {
    await this.#page.keyboard.press(key);
    await sees(this.#page.getByRole('dialog'));
  }

  /** By the key of the note, of which the customer is the last choice. */
  async nameCustomer(who: string): Promise<void> {
    await this.ask('F7');
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByRole('radio', { name: this.#words.say('register', 'customer') }).click();
    await dialog.getByRole('textbox').fill(who);
    await this.#page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
  }

  /** Opens what is on hold and takes the first of it back to the counter. */
  async takeUp(): Promise<void> {
    await this.#page.keyboard.press('F5');
    const takeUp = this.#words.startsWith('register', 'takeUp');
    await this.#page.getByRole('dialog').getByRole('button', { name: takeUp }).click();
  }

  /** The first of what is on hold is thrown away. */
  async discardHeld(): Promise<void> {
    await this.#page.keyboard.press('F5');
    for (const key of ['discard', 'discardConfirm'] as const) {
      const name = this.#words.startsWith('register', key);
      await this.#page.getByRole('dialog').getByRole('button', { name }).click();
    }
  }

  /** A supervisor is asked about what the cashier may not do alone. */
  get right(): Locator {
    return this.#page.getByRole('dialog', { name: this.#words.startsWith('session', 'pinOf') });
  }

  /** By the keyboard: the PIN, and Enter. */
  async supervisorAgrees(): Promise<void> {
    await sees(this.right);
    await this.#page.keyboard.type('0000');
    await this.#page.keyboard.press('Enter');
    await expect(this.right).toHaveCount(0);
  }

  async clear(): Promise<void> {
    await this.#page
      .getByRole('button', { name: this.#words.startsWith('register', 'clear') })
      .click();
    await this.#page
      .getByRole('dialog')
      .getByRole('button', { name: this.#words.startsWith('register', 'clearConfirm') })
      .click();
  }
}

const ENTER = { key: 'Enter', text: '\r' };
const KEY_EVERY_S = 0.003;

/**
 * Sends the keys as a scanner does: one after the other without waiting for the window. Playwright's
 * own keyboard waits for each key to be handled, which no device does and a busy machine betrays.
 */
async function scanAs(page: Page, barcode: string): Promise<void> {
  const device = await page.context().newCDPSession(page);
  const keys = [...Array.from(barcode, (text) => ({ key: text, text })), ENTER];
  const startedAtS = Date.now() / 1000;
  const sent = keys.flatMap(({ key, text }, i) => {
    // The device's own times: how busy the machine is must not tear a code apart.
    const timestamp = startedAtS + i * KEY_EVERY_S;
    return [
      device.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
      device.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
    ];
  });
  await Promise.all(sent);
  await device.detach();
}
