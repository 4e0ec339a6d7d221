import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { LockCause } from '../../shared/domain/card-lock.ts';
import type { Certainty } from '../../shared/domain/certainty.ts';
import type { QueueFilter } from '../../renderer/services/queue/queue-row.ts';
import { typePin } from './pin-pad.ts';
import { escaped, type Words } from './words.ts';

/** What a supervisor decides about a record on the exception list. */
export type Decision = 'tryAgain' | 'writeOff';

interface Marks {
  readonly ink: Certainty;
  readonly mark: 'waiting' | 'reported' | 'attention';
}

/** What waits for the bank, and what a person must look at. */
export class QueuePage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  async sendNow(): Promise<void> {
    await this.#button('sendNow').click();
  }

  async seesNothingWaiting(): Promise<void> {
    await sees(this.#page.getByText(this.#words.say('queue', 'empty')));
  }

  /** The line above the table: what the queue as a whole is doing, and why. */
  get status(): Locator {
    return this.#page.locator('[data-queue]');
  }

  /** Seconds until the queue goes on by itself, as it reads; 0 when nothing holds it back. */
  async waitS(): Promise<number> {
    const status = await this.status.innerText();
    const read = (text: string): number => {
      const [before, after] = text.split('{{count}}').map(escaped);
      return Number(new RegExp(`${before}(\\d+)${after}`).exec(status)?.[1] ?? 0);
    };
    const minutes = read(this.#words.say('common', 'minutes'));
    return 60 * minutes + read(this.#words.say('queue', 'seconds'));
  }

  get rows(): Locator {
    return this.#page.locator('tr[data-place]');
  }

  row(saleNumber: string): Locator {
    return this.rows.filter({ hasText: saleNumber });
  }

  /** These sales, from the top of the list, and no other. */
  async seesSales(...saleNumbers: readonly string[]): Promise<void> {
    await expect(this.rows.getByRole('rowheader')).toHaveText([...saleNumbers]);
  }

  /** How certain the money of a row is, and separately what the bank has been told. */
  async seesMarks(saleNumber: string, { ink, mark }: Marks): Promise<void> {
    const row = this.row(saleNumber);
    await expect(row.locator('[data-ink]').first()).toHaveAttribute('data-ink', ink);
    await expect(row.locator('[data-mark]')).toHaveAttribute('data-mark', mark);
  }

  async show(filter: QueueFilter): Promise<void> {
    const name = this.#words.startsWith('queue', `filter.${filter}`);
    await this.#page.getByText(name).click();
  }

  /** A supervisor opens the record, gives a reason and chooses; the PIN comes next. */
  async decide(saleNumber: string, decision: Decision): Promise<void> {
    await this.open(saleNumber);
    await this.#button('why.agreed').click();
    await this.#button(decision).click();
  }

  /** The desk for one record that needs a person. */
  async open(saleNumber: string): Promise<void> {
    const open = `${this.#words.say('queue', 'next.person')} ${saleNumber}`;
    await this.#page.getByRole('button', { name: new RegExp(`^${escaped(open)}`) }).click();
    await sees(this.desk);
  }

  get desk(): Locator {
    return this.#page.getByRole('dialog');
  }

  decision(decision: Decision): Locator {
    return this.#button(decision);
  }

  /** The customer was called; each try is listed with what came of it. */
  async noteContact(saying: 'say.comes' | 'say.again' | 'say.noAnswer'): Promise<void> {
    const words = this.#words.say('recovery', saying);
    await this.desk.getByRole('button', { name: words }).click();
    await sees(this.desk.getByRole('listitem').filter({ hasText: words }).first());
  }

  /** The customer has come back and pays at the counter, by the key that is printed on the button. */
  async recoverBy(tender: 'other-card' | 'cash'): Promise<void> {
    const way = this.#words.say('recovery', `way.${tender}`);
    await expect(this.desk.getByRole('button', { name: new RegExp(`^${way}`) })).toBeEnabled();
    await this.#page.keyboard.press(tender === 'cash' ? 'F8' : 'F7');
    await expect(this.desk).toHaveCount(0);
  }

  /** The customer is gone: an address to pay by is made, printed, and read off the screen. */
  async givePayLink(): Promise<string> {
    const way = this.#words.say('recovery', 'way.pay-link');
    await expect(this.desk.getByRole('button', { name: new RegExp(`^${way}`) })).toBeEnabled();
    await this.#page.keyboard.press('F9');
    const link = this.desk.locator('[data-link]');
    await sees(link.getByRole('figure'));
    await link.getByRole('button', { name: this.#words.say('recovery', 'link.print') }).click();
    await expect(link).toContainText(this.#words.say('recovery', 'link.printed'));
    return link.locator('code').innerText();
  }

  /** The till asks now, not with the next round of the line. */
  async seesPaidByLink(): Promise<void> {
    await this.desk.getByRole('button', { name: this.#words.say('recovery', 'link.ask') }).click();
    await expect(this.desk).toContainText(this.#words.say('recovery', 'link.paid'));
    await this.#page.keyboard.press('Escape');
    await expect(this.desk).toHaveCount(0);
  }

  /** What has come back of what was refused later. */
  get recovery(): Locator {
    return this.#page.locator('[data-recovery]');
  }

  /** Cards are locked, and the list says who does not agree with whom (P10). */
  async seesLocked(cause: LockCause): Promise<void> {
    const notice = this.#page.getByRole('main').getByRole('alert');
    await expect(notice).toContainText(this.#words.say('queue', 'locked.title'));
    const [why = ''] = this.#words.say('queue', `locked.why.${cause}`).split('{{detail}}');
    await expect(notice).toContainText(why);
  }

  /** A supervisor has looked at what locked the cards (P10). */
  async unlockCards(reason: string, pin: string): Promise<void> {
    const unlock = this.#words.startsWith('queue', 'locked.unlock');
    await this.#page.getByRole('main').getByRole('button', { name: unlock }).click();
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByLabel(this.#words.say('queue', 'why')).fill(reason);
    await dialog.getByRole('button', { name: unlock }).click();
    await this.typePin(pin);
    await expect(this.#page.getByText(this.#words.say('queue', 'locked.title'))).toHaveCount(0);
  }

  async typePin(pin: string): Promise<void> {
    await typePin(this.#page, this.#words, pin);
  }

  async seesDecided(outcome: 'decided' | 'alreadyDecided' = 'decided'): Promise<void> {
    const dialog = this.#page.getByRole('dialog');
    await sees(dialog.getByText(this.#words.say('queue', outcome)));
    await this.#page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }

  #button(key: 'sendNow' | 'why.agreed' | Decision): Locator {
    return this.#page.getByRole('button', { name: this.#words.startsWith('queue', key) });
  }
}
