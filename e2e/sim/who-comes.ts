import { chanceDice, type NewDice } from './dice.ts';
import { IMPECUNIOUS, SIGNING, WHO_COMES, type Habits } from './habits.ts';

export interface CrowdOptions {
  readonly seed: number;
  readonly newDice?: NewDice;
  readonly salesPerTill?: number;
  /** So often a supervisor comes by each till; never where customers have habits of their own. */
  readonly visitsPerTill?: number;
  /** What customers want; everything, when nothing is said. */
  readonly habits?: Habits;
}

/** Customers and supervisors of one till. */
export interface Crowd {
  readonly sales: number;
  /** How often a supervisor comes by. */
  readonly visits: number;
  /** How often somebody may come back for a promise that was refused. */
  readonly returns: number;
  readonly habits: Habits;
  /** Whether a cashier without all rights stands there now and then (A28); null: nobody gives discounts. */
  readonly isLearning: boolean | null;
}

/** Where a supervisor comes by more often. */
const HAVE_MUCH_TO_DECIDE: readonly Habits[] = [IMPECUNIOUS, SIGNING];

/** Each is drawn with dice of its own; what only a supervisor can put right is not where none comes by. */
export function whoComesTo(
  name: string,
  { seed, newDice = chanceDice, salesPerTill, visitsPerTill, habits }: CrowdOptions,
): Crowd {
  const drawn = habits ?? newDice(seed, `habits of ${name}`).pick(WHO_COMES);
  const usual = (): number =>
    habits === undefined
      ? newDice(seed, `visits of ${name}`).between(0, 8) +
        (HAVE_MUCH_TO_DECIDE.includes(drawn) ? 4 : 0)
      : 0;
  const visits = visitsPerTill ?? usual();
  return {
    habits: drawn,
    visits,
    returns: visits > 0 ? newDice(seed, `returns of ${name}`).between(0, 10) : 0,
    isLearning: visits > 0 ? newDice(seed, `rights of ${name}`).chance(0.5) : null,
    sales: salesPerTill ?? newDice(seed, `sales of ${name}`).between(4, 14),
  };
}
