import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { Cure, DifferenceKind } from '../../shared/domain/settlement-records.ts';
import type { DayEndPhase } from '../../renderer/ui/day-end/day-end-phase.ts';
import { typePin } from './pin-pad.ts';
import type { Words } from './words.ts';

const SETTLING_LIMIT_MS = 60_000;

/** The wizard of the day end: verdict, totals of both sides, what differs. */
export class DayEndPage {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  /** From the queue, by its key. */
  async open(): Promise<void> {
    await this.#page.keyboard.press('F3');
    await sees(this.dialog.locator('[data-phase]'));
  }

  /** By its key; the supervisor's PIN comes next. */
  async settle(pin: string): Promise<void> {
    await this.#page.keyboard.press('F9');
    await typePin(this.#page, this.#words, pin);
  }

  /** Each record gets its own reason. */
  async cureAll(reason: string, pin: string): Promise<void> {
    const fields = this.dialog.locator('[data-difference]').getByRole('textbox');
    for (const [place, field] of (await fields.all()).entries()) {
      await field.fill(`${reason} (${place + 1})`);
    }
    await this.#page.keyboard.press('F8');
    await typePin(this.#page, this.#words, pin);
  }

  async sees(phase: DayEndPhase): Promise<void> {
    await sees(this.dialog.locator(`[data-phase="${phase}"]`), SETTLING_LIMIT_MS);
  }

  /** Debit as it stands at the till and at the bank. */
  async seesDebit(till: string, bank: string | null): Promise<void> {
    const cells = this.dialog.locator('[data-side="debit"] td');
    await expect(cells.first()).toContainText(till);
    await expect(cells.last()).toContainText(bank ?? this.#words.say('dayEnd', 'bankSilent'));
  }

  /** What is not in the total, by name. */
  get beside(): Locator {
    return this.dialog.locator('[data-beside]');
  }

  difference(kind: DifferenceKind, cure: Cure): Locator {
    return this.dialog.locator(`[data-difference="${kind}"][data-cure="${cure}"]`);
  }

  async leave(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await expect(this.dialog).toHaveCount(0);
  }
}
