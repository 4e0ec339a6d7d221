import type { Locator } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { BankExchange } from '../../shared/domain/iso8583/exchange.ts';
import { escaped } from './words.ts';
import type { TillPage } from './till-page.ts';
import { ViewByKey } from './view-by-key.ts';

type Kind = BankExchange['kind'];

/** What was said to the bank, as the messages of a card terminal; opened from three places. */
export class WireView extends ViewByKey {
  constructor(till: TillPage) {
    super(till, 'm');
  }

  /** From a card's row of the queue. */
  async openFromQueue(saleNumber: string): Promise<void> {
    const { words } = this.till;
    const name = words.say('wire', 'openSale').replace('{{number}}', saleNumber);
    const button = this.till.page.getByRole('button', { name: new RegExp(`${escaped(name)}$`) });
    await button.first().click();
    await sees(this.dialog);
  }

  /** The exchanges of this kind in the list. */
  exchanges(kind: Kind): Locator {
    return this.dialog.locator(`[role="option"][data-exchange="${kind}"]`);
  }

  async choose(kind: Kind): Promise<void> {
    await this.exchanges(kind).first().click();
  }

  async showAnswer(type: string): Promise<void> {
    const text = this.till.words.say('wire', 'answer').replace('{{type}}', type);
    await this.dialog.getByText(text).click();
    await this.seesMessage(type);
  }

  /** The message that is drawn. */
  async seesMessage(type: string): Promise<void> {
    await expect(this.dialog.locator('[data-message]')).toHaveAttribute('data-message', type);
  }

  field(number: number): Locator {
    return this.dialog.locator(`[data-field="${number}"]`);
  }

  /** Fields that a terminal would send and this till does not, with the reason. */
  absent(...numbers: readonly number[]): Locator {
    return this.dialog.locator(`[data-absent="${numbers.join(' ')}"]`);
  }
}
