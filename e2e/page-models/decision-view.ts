import type { Locator } from '@playwright/test';
import type { DecisionEnd, RowName } from '../../renderer/ui/decision/decision-rows.ts';
import type { decision } from '../../renderer/i18n/zh-CN/decision.ts';
import { expect, sees } from '../patient-expect.ts';
import type { TillPage } from './till-page.ts';
import { ViewByKey } from './view-by-key.ts';

type SliderName = Extract<
  keyof typeof decision,
  'floor' | 'uses' | 'count' | 'sum' | 'share.from' | 'share.to'
>;
type End = DecisionEnd | 'bank-unknown';

/** Why terminal and chip decided as they did, and what would have been; opened beside a payment. */
export class DecisionView extends ViewByKey {
  constructor(till: TillPage) {
    super(till, 'y');
  }

  async seesEnd(end: DecisionEnd): Promise<void> {
    await expect(this.#row('end').locator('td').first()).toHaveAttribute('data-end', end);
  }

  /** Beside it: what would have been. */
  async seesWhatIf(end: End): Promise<void> {
    await expect(this.wouldBe('end')).toHaveAttribute('data-end', end);
  }

  async seesNothingMoved(): Promise<void> {
    await expect(this.dialog.locator('td[data-same="false"]')).toHaveCount(0);
    await sees(this.dialog.locator('td[data-same="true"]').first());
  }

  step(name: RowName): Locator {
    return this.#row(name);
  }

  /** What a step or the end would have been, in the column of what if. */
  wouldBe(name: RowName | 'end'): Locator {
    return this.#row(name).locator('td').last();
  }

  slider(name: SliderName): Locator {
    const label = this.till.words.say('decision', name);
    return this.dialog.getByRole('slider', { name: new RegExp(label) });
  }

  async press(name: SliderName, key: 'Home' | 'End' | 'ArrowRight'): Promise<void> {
    await this.slider(name).focus();
    await this.till.page.keyboard.press(key);
  }

  /** As if there had been a line. */
  async giveLine(): Promise<void> {
    const { words, page } = this.till;
    const name = words.say('decision', 'line.none');
    const line = this.dialog.getByRole('radiogroup', { name: words.say('decision', 'line') });
    await line.getByRole('radio', { name }).focus();
    await page.keyboard.press('ArrowLeft');
  }

  /** By its key, which is printed on the button. */
  async reset(): Promise<void> {
    await this.till.page.keyboard.press('F5');
  }

  #row(name: RowName | 'end'): Locator {
    return this.dialog.locator(`tr[data-step="${name}"]`);
  }
}
