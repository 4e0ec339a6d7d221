import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { TypedHoldSlip } from '../../renderer/services/slips/hold-slip.ts';
import type { HoldEnd } from '../../renderer/stores/hold-store.ts';
import type { HoldAct } from '../../shared/domain/hold.ts';
import { typePin } from './pin-pad.ts';
import type { PaymentPage, TestCardId } from './payment-page.ts';
import type { Words } from './words.ts';

const KEY_OF = { hold: '1', complete: '2', release: '3' } as const;

/** Pre-authorisation: an amount is held, a hold completed or released; by keys, as they are printed. */
export class HoldPage {
  readonly #page: Page;
  readonly #words: Words;
  readonly #payment: PaymentPage;

  constructor(page: Page, words: Words, payment: PaymentPage) {
    this.#page = page;
    this.#words = words;
    this.#payment = payment;
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  /** From the sales screen, by the two keys. */
  async open(act: HoldAct): Promise<void> {
    const entry = this.#page.getByRole('button', { name: this.#words.startsWith('hold', 'open') });
    await expect(entry).toBeEnabled();
    await this.#page.keyboard.press('F6');
    const way = this.dialog.getByRole('button', {
      name: this.#words.startsWith('hold', `act.${act}`),
    });
    await sees(way);
    await this.#page.keyboard.press(KEY_OF[act]);
  }

  /** The amount, the card and its PIN. */
  async holdIt(amount: string, cardId: TestCardId): Promise<void> {
    await this.dialog.getByLabel(this.#words.say('hold', 'howMuch')).fill(amount);
    await this.#page.keyboard.press('Enter');
    await this.#payment.payByCard(cardId);
  }

  /** By what its slip says, of whatever till. */
  async find({ number, authorisationCode, amount }: TypedHoldSlip): Promise<void> {
    const say = (key: 'slipNumber' | 'slipCode' | 'slipAmount') => this.#words.say('hold', key);
    await this.dialog.getByLabel(say('slipNumber')).fill(number);
    await this.dialog.getByLabel(say('slipCode')).fill(authorisationCode);
    await this.dialog.getByLabel(say('slipAmount')).fill(amount);
    await this.findIt();
  }

  /** Of a hold of this till that was chosen in the list: its slip is there already. */
  async findIt(): Promise<void> {
    await this.dialog.getByLabel(this.#words.say('hold', 'slipNumber')).press('Enter');
  }

  async completeIt(amount: string): Promise<void> {
    const taken = this.dialog.getByLabel(this.#words.say('hold', 'take'));
    await taken.fill(amount);
    await taken.press('Enter');
  }

  /** A reason, and the supervisor's PIN. */
  async releaseIt(pin: string): Promise<void> {
    const why = this.dialog.getByLabel(this.#words.say('hold', 'why'));
    await why.fill('left early');
    await why.press('Enter');
    await typePin(this.#page, this.#words, pin);
  }

  async seesEnd(kind: HoldEnd['kind']): Promise<void> {
    await sees(this.dialog.locator(`[data-given-back="${kind}"]`));
  }

  async leave(): Promise<void> {
    await this.#page.keyboard.press('Enter');
    await expect(this.dialog).toHaveCount(0);
  }
}
