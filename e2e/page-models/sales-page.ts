import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { Certainty } from '../../shared/domain/certainty.ts';
import type { RefundEnd } from '../../renderer/stores/refund-store.ts';
import type { VoidEnd } from '../../renderer/stores/sales-store.ts';
import { typePin } from './pin-pad.ts';
import type { Words } from './words.ts';

/** What was sold, newest first, and how one of it is voided or refunded. */
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
    await sees(row.locator(`[data-ink="${ink}"]`).first());
  }

  async find(typed: string): Promise<void> {
    await this.#page.getByLabel(this.#words.say('sales', 'find')).fill(typed);
  }

  /** Once it is there, in this ink: what was chosen before stays chosen when more is sold. */
  async chooseNewest(ink: Certainty): Promise<void> {
    await sees(this.rows.first().locator(`[data-ink="${ink}"]`).first());
    await this.rows.first().click();
    await expect(this.rows.first()).toHaveAttribute('aria-selected', 'true');
  }

  get printButton(): Locator {
    const name = new RegExp(
      `^${this.#words.say('sales', 'print')}|^${this.#words.say('sales', 'printAgain')}`,
    );
    return this.#page.getByRole('complementary').getByRole('button', { name });
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
    const why = this.dialog.getByLabel(this.#words.say('sales', 'why'));
    // By keyboard alone: what is typed is the reason.
    await expect(why).toBeFocused();
    await why.fill('wrong size');
    await this.#page.keyboard.press('Enter');
    await typePin(this.#page, this.#words, pin);
  }

  get refundButton(): Locator {
    const name = this.#words.startsWith('refund', 'refund');
    return this.#page.getByRole('complementary').getByRole('button', { name });
  }

  /** Of the chosen sale, by its key: how much is left stands there. */
  async askRefund(): Promise<void> {
    await expect(this.refundButton).toBeEnabled();
    await this.#page.keyboard.press('F9');
    await sees(this.howMuch);
  }

  /** Of the chosen sale, which a card and cash have paid: which of them, by its key. */
  async askRefundParts(): Promise<void> {
    await expect(this.refundButton).toBeEnabled();
    await this.#page.keyboard.press('F9');
    for (const part of ['card', 'cash'] as const) await expect(this.#part(part)).toBeEnabled();
  }

  async chooseRefundPart(part: 'card' | 'cash'): Promise<void> {
    await this.#page.keyboard.press(part === 'card' ? '1' : '2');
    await sees(this.howMuch);
  }

  #part(part: 'card' | 'cash'): Locator {
    const name = this.#words.startsWith('refund', `part.${part}`);
    return this.dialog.getByRole('button', { name });
  }

  /** To the card, or in cash. */
  get howMuch(): Locator {
    const say = (key: 'howMuch' | 'howMuchCash') => this.#words.say('refund', key);
    const toCard = this.dialog.getByLabel(say('howMuch'), { exact: true });
    return toCard.or(this.dialog.getByLabel(say('howMuchCash'), { exact: true }));
  }

  /** One more of what is called so. */
  async takeBack(name: string): Promise<void> {
    const goods = this.dialog.getByRole('listitem').filter({ hasText: name });
    await goods.getByRole('button', { name: this.#words.startsWith('refund', 'oneMore') }).click();
  }

  /** What of a sale goes back, once the bank has found it: the amount, a reason, and the PIN. */
  async refundIt(amount: string, pin: string): Promise<void> {
    await this.howMuch.fill(amount);
    await this.refundAsItStands(pin);
  }

  async refundAsItStands(pin: string): Promise<void> {
    await this.dialog.getByLabel(this.#words.say('refund', 'why')).fill('too small');
    await this.#page.keyboard.press('Enter');
    await typePin(this.#page, this.#words, pin);
  }

  /** Before anybody is asked: what the dialog says to this amount, and whether it goes on (A19). */
  async seesOfRefund(amount: string, said: string, mayAsk: boolean): Promise<void> {
    await this.howMuch.fill(amount);
    await this.dialog.getByLabel(this.#words.say('refund', 'why')).fill('too small');
    await expect(this.dialog).toContainText(said);
    const ask = this.dialog.getByRole('button', {
      name: this.#words.startsWith('refund', 'askSupervisor'),
    });
    await expect(ask).toBeEnabled({ enabled: mayAsk });
  }

  /** A sale of any till, by what its slip says. */
  async findBySlip(number: string, amount: string): Promise<void> {
    await this.#page.keyboard.press('F7');
    await this.dialog.getByLabel(this.#words.say('refund', 'slipNumber')).fill(number);
    await this.dialog.getByLabel(this.#words.say('refund', 'slipAmount')).fill(amount);
    await this.#page.keyboard.press('Enter');
  }

  async seesRefundEnd(kind: RefundEnd['kind']): Promise<void> {
    await sees(this.dialog.locator(`[data-given-back="${kind}"]`));
  }

  async giveUp(): Promise<void> {
    await this.#page.keyboard.press('Control+Delete');
  }

  async seesEnd(kind: VoidEnd['kind']): Promise<void> {
    await sees(this.dialog.locator(`[data-given-back="${kind}"]`));
  }

  async leave(): Promise<void> {
    await this.#page.keyboard.press('Enter');
    await expect(this.dialog).toHaveCount(0);
  }
}
