import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { VerdictKind } from '../page-models/payment-page.ts';
import type { Found } from '../page-models/found-strip.ts';

/** What stood on the screen about one sale. */
export interface Told {
  /** Empty where no number was shown: nothing was sold. */
  readonly saleNumber: string;
  readonly amountMinor: number;
  readonly said: VerdictKind | Found['fate'];
}

const SOLD: readonly Told['said'][] = ['cash', 'approved', 'provisional', 'slip-missing'];
const NOT_PAID: readonly Told['said'][] = ['taken-back', 'not-paid'];

/**
 * What the cashier was told, written down outside the app in the order in which it was said: what
 * the till knows of itself does not enter.
 */
export class TellingLog {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  add(told: Told): void {
    appendFileSync(this.#path, `${JSON.stringify(told)}\n`);
  }

  /** A yes: the customer went with the goods. */
  sold(): readonly Told[] {
    return this.#all().filter(({ said }) => SOLD.includes(said));
  }

  /** A no: the customer was not charged, or will not have been. */
  notPaid(): readonly Told[] {
    return this.#all().filter(({ said }) => NOT_PAID.includes(said));
  }

  #all(): readonly Told[] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Told);
  }
}
