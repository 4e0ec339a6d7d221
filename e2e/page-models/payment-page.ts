import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { PaymentStepName } from '../../renderer/services/paying/payment-desk.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { escaped, type Words } from './words.ts';

export type TestCardId = (typeof TEST_CARDS)[number]['id'];

/** How a payment ended, as the screen marks it (`data-verdict`). */
export type VerdictKind =
  | 'cash'
  | 'approved'
  | 'provisional'
  | 'declined'
  | 'taken-back'
  | 'stopped'
  | 'cancelled'
  | 'not-offline'
  | 'not-recorded'
  | 'failed';

type ButtonText =
  | 'accept'
  | 'acceptAbove'
  | 'reason.known-customer'
  | 'refuse'
  | 'keepAsking'
  | 'giveUp'
  | 'back'
  | 'nextSale'
  | 'takeCash'
  | 'takePart'
  | 'onlyPart'
  | 'giveBack'
  | 'otherCard';

/** Faster is a scanner, and a scan never becomes digits (A25). */
const BY_HAND = { delay: 130 };
/** An authorisation has its own limit of 20 s on the screen; nothing takes longer. */
const VERDICT_LIMIT_MS = 30_000;

/** Money at stake: tenders, the steps of a card, the verdict. */
export class PaymentPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get verdict(): Locator {
    return this.#page.locator('[data-verdict]');
  }

  /** The question whether the shop takes a promise, or what to do about an unknown outcome. */
  get promiseQuestion(): Locator {
    return this.#button('accept');
  }

  /** What is said while nobody knows what became of the money. */
  get outcomeUnknown(): Locator {
    return this.#page.getByRole('alert');
  }

  /** The visible clock of the attended wait (P5). */
  get clock(): Locator {
    return this.#page.getByRole('timer');
  }

  /** In the largest type, until the next sale. */
  get change(): Locator {
    return this.#page.getByTestId('change');
  }

  /** Where it is rounded (A19). */
  get dueInCash(): Locator {
    return this.#page.getByTestId('due-in-cash');
  }

  /** A step as it is listed; the last one, where it was taken several times. */
  step(name: PaymentStepName): Locator {
    return this.#page.locator(`[data-step="${name}"]`).last();
  }

  get unknownQuestion(): Locator {
    return this.#button('keepAsking');
  }

  async openDesk(tender: 'cash' | 'card'): Promise<void> {
    await this.#tender(tender).click();
  }

  /** `exact`, or what the customer hands over in minor units. */
  async payCash(handedOver: 'exact' | number): Promise<void> {
    await this.#takeCash();
    if (handedOver === 'exact') {
      await this.#quick.getByRole('button').first().click();
    } else {
      await this.#page.keyboard.type(String(handedOver), BY_HAND);
      await this.#page.keyboard.press('Enter');
    }
  }

  /** From then on digits are what the customer hands over. */
  async #takeCash(): Promise<void> {
    await this.#tender('cash').click();
    await sees(this.#quick);
  }

  get #quick(): Locator {
    return this.#page.getByRole('group', { name: this.#words.say('payment', 'quick') });
  }

  /** Presses the buttons of notes, one after the other. */
  async addNotes(notesMinor: readonly number[]): Promise<void> {
    await this.#takeCash();
    const notes = this.#page.getByRole('group', { name: this.#words.say('payment', 'notes') });
    for (const noteMinor of notesMinor) {
      await notes.getByRole('button', { name: `+${noteMinor / 100}`, exact: true }).click();
    }
  }

  async confirmCash(): Promise<void> {
    await this.#button('takeCash').click();
  }

  /** What is on the counter was sold on paper before. */
  async openPaper(): Promise<void> {
    await this.#takeCash();
    await this.#page.keyboard.press('p');
    await sees(this.#paper);
  }

  /** Its number; the time is left as it stands there. Then a supervisor is asked for. */
  async enterPaper(paperNumber: string): Promise<void> {
    await this.#paper.getByLabel(this.#words.say('paper', 'number')).fill(paperNumber);
    await this.#page.keyboard.press('Enter');
  }

  get #paper(): Locator {
    return this.#page.getByRole('dialog', { name: this.#words.say('paper', 'title') });
  }

  /** Part of a sale in cash: the rest stays open. */
  async payPartInCash(amountMinor: number): Promise<void> {
    await this.#takeCash();
    await this.#page.keyboard.type(String(amountMinor), BY_HAND);
    await this.#button('takePart').click();
  }

  /** Only a part on the next card: typed into its dialog. */
  async setCardPart(amountMinor: number): Promise<void> {
    await this.#button('onlyPart').click();
    await sees(this.#page.getByRole('dialog'));
    await this.#page.keyboard.type(String(amountMinor), BY_HAND);
    await this.#page.keyboard.press('Enter');
  }

  /** What the next card is asked for. */
  get onCard(): Locator {
    return this.#page.getByTestId('on-card');
  }

  /** The customer goes: what was taken is given back. */
  async giveBack(): Promise<void> {
    await this.#button('giveBack').click();
  }

  /** Above a cap: the reason, then the supervisor's PIN. */
  async releasePromise(pin: string): Promise<void> {
    await this.#button('acceptAbove').click();
    await this.#button('reason.known-customer').click();
    await sees(this.#page.getByText(this.#words.startsWith('session', 'samplePin')));
    await this.#page.keyboard.type(pin, BY_HAND);
    await this.#page.keyboard.press('Enter');
  }

  /** What is still to be paid. */
  get rest(): Locator {
    return this.#page.getByTestId('rest');
  }

  async printAgain(): Promise<void> {
    const name = this.#words.startsWith('receipt', 'printAgain');
    await this.#page.getByRole('button', { name }).click();
  }

  /** After a no: puts the verdict aside and opens the tray again. */
  async otherCard(): Promise<void> {
    await this.#button('otherCard').click();
  }

  /** Lays a card of the tray on the reader; what comes next is up to its holder. */
  async present(cardId: TestCardId): Promise<void> {
    const card = this.card(cardId);
    if (!(await card.isVisible())) await this.#tender('card').click();
    await card.click();
  }

  /** What is on a card: with its PIN (P18). */
  async askBalance(cardId: TestCardId): Promise<void> {
    await this.#page.keyboard.press('F3');
    const dialog = this.#page.getByRole('dialog', { name: this.#words.say('balance', 'title') });
    await dialog.getByRole('button', { name: this.#nameOf(cardId) }).click();
    await this.seesPinPad();
    await this.#page.keyboard.type(testCard(cardId).pin, BY_HAND);
    await this.#page.keyboard.press('Enter');
  }

  get balance(): Locator {
    return this.#page.locator('[data-balance="told"]');
  }

  async closeBalance(): Promise<void> {
    await this.#page.keyboard.press('Enter');
    await expect(this.balance).toBeHidden();
  }

  async seesPinPad(): Promise<void> {
    await sees(this.#pinPad);
  }

  get #pinPad(): Locator {
    return this.#page.getByRole('dialog', { name: this.#words.say('payment', 'pin.title') });
  }

  /** Presents a card of the tray; a PIN is the card's own, and is asked for by chip or when given. */
  async payByCard(cardId: TestCardId, pin?: string): Promise<void> {
    await this.present(cardId);
    const facts = TEST_CARDS.find(({ id }) => id === cardId);
    if (facts === undefined) return;
    const isTyped = facts.verification === 'online-pin' || facts.verification === 'pin-by-card';
    if (isTyped || pin !== undefined) {
      await this.typePin(pin ?? facts.pin);
    }
  }

  /** Without a line nobody asks for the PIN: the answer is a plain no (P18). */
  async typePin(pin: string): Promise<void> {
    const pad = this.#pinPad;
    await sees(pad.or(this.verdict));
    if (!(await pad.isVisible())) return;
    await this.#page.keyboard.type(pin, BY_HAND);
    await this.#page.keyboard.press('Enter');
  }

  #tender(kind: 'cash' | 'card'): Locator {
    return this.#page.getByRole('button', {
      name: this.#words.startsWith('payment', kind),
    });
  }

  card(cardId: TestCardId): Locator {
    return this.#page.getByRole('button', { name: this.#nameOf(cardId) });
  }

  #nameOf(cardId: TestCardId): RegExp {
    const { nameEn, nameZh } = testCard(cardId);
    return new RegExp(`^${escaped(this.#words.language === 'en' ? nameEn : nameZh)}`);
  }

  /** Waits for the question and takes the promise: the shop bears the loss. */
  async acceptPromise(): Promise<void> {
    await this.#button('accept').click();
  }

  async refusePromise(): Promise<void> {
    await this.#button('refuse').click();
  }

  async keepAsking(): Promise<void> {
    await this.#button('keepAsking').click();
  }

  async giveUp(): Promise<void> {
    await this.#button('giveUp').click();
  }

  async back(): Promise<void> {
    await this.#button('back').click();
  }

  async nextSale(): Promise<void> {
    await this.#button('nextSale').click();
  }

  /** Whatever the verdict: on to the next sale, or back to the goods. */
  async leave(): Promise<void> {
    await this.#button('nextSale').or(this.#button('back')).click();
  }

  /** As often as the till asks whether to go on asking. */
  async keepAskingUntil(kind: VerdictKind): Promise<void> {
    await expect(async () => {
      if (await this.unknownQuestion.isVisible()) await this.keepAsking();
      await expect(this.verdict).toHaveAttribute('data-verdict', kind, { timeout: 500 });
    }).toPass({ timeout: 60_000 });
  }

  async seesVerdict(kind: VerdictKind): Promise<void> {
    const givenUpAtMs = Date.now() + VERDICT_LIMIT_MS;
    await sees(this.verdict, VERDICT_LIMIT_MS);
    // What is left of it; none at all would mean for ever.
    const timeout = Math.max(1, givenUpAtMs - Date.now());
    await expect(this.verdict).toHaveAttribute('data-verdict', kind, { timeout });
  }

  async seesSlipPrinted(): Promise<void> {
    await sees(this.#page.getByText(this.#words.say('receipt', 'slip.printed')));
  }

  /** What the cashier reads: the headline of the verdict and its ink. */
  async readVerdict(): Promise<{ readonly words: string; readonly ink: string }> {
    const card = this.verdict.locator('[data-ink]').first();
    const words = await card.getByRole('heading').innerText();
    return { words, ink: (await card.getAttribute('data-ink')) ?? '' };
  }

  /** The number of the sale whose slip is shown beside the verdict. */
  async readSaleNumber(): Promise<string> {
    return (await this.#page.getByRole('article').first().getAttribute('aria-label')) ?? '';
  }

  #button(key: ButtonText): Locator {
    return this.#page.getByRole('button', { name: this.#words.startsWith('payment', key) });
  }
}

function testCard(cardId: TestCardId): (typeof TEST_CARDS)[number] {
  const card = TEST_CARDS.find(({ id }) => id === cardId);
  if (card === undefined) throw new Error(`no test card ${cardId}`);
  return card;
}
