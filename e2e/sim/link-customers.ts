import type { BankRecords } from './bank-records.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';
import { openSimPage, pressSimPage } from './sim-pay-links.ts';

interface World {
  readonly scheduler: Scheduler;
  readonly records: BankRecords;
  readonly dice: Dice;
  /** How long a link is good in this world. */
  readonly lifeMs: number;
  readonly tell: (what: string) => void;
}

const CARDS = [
  ['good-tap', 50],
  ['good-chip', 20],
  ['poor', 15],
  ['stolen', 8],
  ['expired', 7],
] as const;

/** Shorter than any link is good. */
const SOON_MS = 18_000;

/**
 * Who was given a link goes home with it, and may open it: soon, too late, never; presses twice, tries
 * another card, or pays at the very moment at which the shop takes it back. No line of a till is theirs.
 */
export class LinkCustomers {
  readonly #world: World;
  readonly #given = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  given(url: string): void {
    const { dice, scheduler, lifeMs } = this.#world;
    if (this.#given.has(url)) return;
    this.#given.add(url);
    if (dice.chance(0.2)) return;
    const isLate = dice.chance(0.25);
    const [least, most] = isLate ? [lifeMs - 2_000, lifeMs + 60_000] : [500, SOON_MS];
    scheduler.after(dice.between(least, most), () => this.#opens(url));
  }

  /** The shop takes it back: some have their finger on the button. */
  beingWithdrawn(url: string): void {
    const { dice, scheduler } = this.#world;
    if (!dice.chance(0.5)) return;
    scheduler.after(dice.between(0, 250), () => this.#presses(url, this.#look(url)));
  }

  #opens(url: string): void {
    const { dice, scheduler } = this.#world;
    const form = this.#look(url);
    scheduler.after(dice.between(0, 4_000), () => this.#presses(url, form));
    // A double press has one page, and one word.
    if (!dice.chance(0.3)) return;
    scheduler.after(dice.between(0, 4_000), () => this.#presses(url, form));
  }

  #look(url: string): string {
    const { records, scheduler, tell } = this.#world;
    const page = openSimPage(records, url, scheduler.nowMs);
    tell(`opens a link: ${page.state}`);
    return page.form;
  }

  #presses(url: string, form: string): void {
    const { dice, records, scheduler, tell } = this.#world;
    const cardId = dice.pick(CARDS);
    const page = pressSimPage(records, url, { form, cardId }, scheduler.nowMs);
    tell(`pays by a link with ${cardId}: ${page.state} ${page.declined}`.trim());
    if (page.declined === '' || !dice.chance(0.6)) return;
    scheduler.after(dice.between(500, 30_000), () => this.#opens(url));
  }
}
