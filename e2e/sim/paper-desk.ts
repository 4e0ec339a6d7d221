import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { PricedCart } from '../../renderer/services/books/sale-writing.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import { MADE_UP, type Allows } from './step-up.ts';

/** So few that the same paper lies there again before long. */
const PAPERS = 9;
const DAY_MS = 86_400_000;

interface Parts {
  readonly dice: Dice;
  /** Whether a supervisor ever comes by. */
  readonly isVouched: boolean;
  readonly allows: Allows;
  readonly nowMs: () => number;
}

/**
 * What was sold on paper while the till was gone is entered (补录), with a supervisor's word: of today or of
 * days ago, sometimes of a moment that has not come or is too long ago, pressed twice, with a receipt that
 * nobody gave, and with a number that was entered before, written otherwise.
 */
export class PaperDesk {
  readonly #till: Pick<OpenTill, 'checkout'>;
  readonly #parts: Parts;

  constructor(till: Pick<OpenTill, 'checkout'>, parts: Parts) {
    this.#till = till;
    this.#parts = parts;
  }

  /** Whether what lies on the counter is such a sale; the customer has had the goods already. */
  isOnPaper(): boolean {
    const { dice, isVouched } = this.#parts;
    return isVouched && dice.chance(0.12);
  }

  /** Null: nobody has vouched for it. */
  async enter(cart: PricedCart): Promise<Result<Sale, Failure> | null> {
    const { dice, allows, nowMs } = this.#parts;
    const number = dice.between(1, PAPERS);
    const paperNumber = dice.chance(0.5) ? `P ${number}` : `p${number} `;
    const sinceMs = dice.between(-DAY_MS, 33 * DAY_MS);
    const isRecent = dice.chance(0.7);
    const soldAtMs = nowMs() - (isRecent ? dice.between(0, DAY_MS) : sinceMs);
    const approval = dice.chance(0.9) ? await allows('enter-paper') : MADE_UP;
    if (approval === null) return null;
    const order = { cart, paper: { paperNumber, soldAtMs }, approval };
    const entered = this.#till.checkout.enterPaper(order);
    // A double click has one PIN.
    if (dice.chance(0.2)) await this.#till.checkout.enterPaper(order);
    return entered;
  }
}
