type Weighted<Choice> = readonly (readonly [Choice, number])[];

/** What customers pay with, and how often. */
export interface Habits {
  readonly ways: Weighted<'card' | 'cash' | 'goes'>;
  readonly cards: Weighted<string>;
  /** The next one comes so long after the last, at the least and at the most. */
  readonly comesAfterMs?: readonly [number, number];
  /** How likely the shop takes a promise where it may. */
  readonly promises?: number;
  /** How likely a customer asks first what is on the card; nobody does where nothing is said. */
  readonly balances?: number;
  /** How likely a PIN is typed wrong. A customer with one card alone would then never have paid. */
  readonly wrongPins?: number;
  /** How likely the card lies that is put in (P17); none does where nothing is said. */
  readonly liars?: number;
  /** So long, at least and at most, there is no line soon after the start: promises are taken then. */
  readonly withoutLineMs?: readonly [number, number];
}

const MIXED: Habits = {
  ways: [
    ['card', 60],
    ['cash', 34],
    ['goes', 6],
  ],
  cards: [
    ['good-tap', 40],
    ['good-chip', 20],
    ['limit-tap', 14],
    ['good-pin', 10],
    ['chip-pin', 8],
    ['chip-sign', 10],
    ['defective', 6],
    ['poor', 6],
    ['stolen', 4],
    ['expired', 3],
    ['restricted', 3],
  ],
  liars: 0.06,
};

/**
 * Where cards are refused, PINs forgotten and no promises taken, and yet everybody wants to pay by
 * card: one sale sees three tries and more, the first of which may still be going back.
 */
const STUBBORN: Habits = {
  ways: [
    ['card', 94],
    ['cash', 4],
    ['goes', 2],
  ],
  cards: [
    ['poor', 30],
    ['good-pin', 30],
    ['chip-pin', 10],
    ['limit-tap', 20],
    ['stolen', 10],
    ['restricted', 10],
  ],
  promises: 0.3,
};

/**
 * Where promises are taken from whoever has no money: the list of what the bank refused later is
 * long, and customers come back for it (P13).
 */
export const IMPECUNIOUS: Habits = {
  ways: [
    ['card', 90],
    ['cash', 10],
  ],
  cards: [
    ['poor', 70],
    ['good-tap', 20],
    ['good-chip', 10],
  ],
  promises: 0.95,
  withoutLineMs: [20_000, 70_000],
};

/**
 * Where cards hold a part of what is wanted (10): the rest is paid by another card or in cash, or the
 * customer goes and the part is given back.
 */
export const SHORT_OF_MONEY: Habits = {
  ways: [
    ['card', 70],
    ['cash', 15],
    ['goes', 15],
  ],
  cards: [
    ['small', 70],
    ['good-tap', 20],
    ['good-chip', 10],
  ],
  promises: 0.7,
  balances: 0.3,
};

/** Where most cards ask for a signature, and the bank has many to read. */
export const SIGNING: Habits = {
  ways: [
    ['card', 85],
    ['cash', 15],
  ],
  cards: [
    ['chip-sign', 70],
    ['good-tap', 20],
    ['chip-pin', 10],
  ],
  liars: 0.15,
};

/** Who comes to a till, and how often such ones do. */
export const WHO_COMES = [
  [MIXED, 5],
  [STUBBORN, 3],
  [SHORT_OF_MONEY, 2],
  [IMPECUNIOUS, 3],
  [SIGNING, 2],
] as const;
