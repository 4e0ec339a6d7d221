import type { Minor } from '../../shared/domain/money.ts';
import { openLinkOf } from '../../shared/domain/pay-link.ts';
import { lossOf } from '../../shared/domain/recovery.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Dice } from './dice.ts';
import type { Machine } from './machine.ts';
import { drawnLoss } from './drawn-loss.ts';

/** Somebody whose promise the bank has refused, with another card or cash in hand (P13). */
export interface ReturningCustomer {
  readonly sale: Sale;
  readonly tenderId: string;
  readonly amountMinor: Minor;
  /** Null: pays in cash. */
  readonly cardId: string | null;
  /** The cashier begins once more, whatever came of it. */
  readonly isTwice: boolean;
}

const CARDS = [
  ['good-tap', 40],
  ['good-chip', 25],
  ['good-pin', 15],
  ['poor', 10],
  ['stolen', 10],
] as const;

/** With dice of their own: one who comes back changes nothing of what others decide. */
export class ReturningCustomers {
  readonly #machine: Pick<Machine, 'database'>;
  readonly #dice: Dice;

  constructor(machine: Pick<Machine, 'database'>, dice: Dice) {
    this.#machine = machine;
    this.#dice = dice;
  }

  /** Null = nobody comes just now. */
  async next(): Promise<ReturningCustomer | null> {
    const dice = this.#dice;
    const loss = await drawnLoss(this.#machine, dice);
    if (loss === null) return null;
    const { sale, payment } = loss;
    const { tenderId, core } = payment;
    // Who was given a link stays at home, as a rule, whatever becomes of it.
    if (openLinkOf(sale, tenderId) !== null && dice.chance(0.6)) return null;
    // Whoever looked a moment ago may find it decided: the till has to say so.
    const { amountMinor } = lossOf(sale, tenderId)?.core ?? core;
    const cardId = dice.chance(0.3) ? null : dice.pick(CARDS);
    return { sale, tenderId, amountMinor, cardId, isTwice: dice.chance(0.15) };
  }
}
