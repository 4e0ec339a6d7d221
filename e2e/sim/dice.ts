/**
 * Seeded randomness. Each part of the world draws from a stream of its own, named by its purpose:
 * a fault more or less in one place does not shuffle what everybody else does, so that a story can
 * be made shorter and stays the same story.
 */
export class Dice {
  #state: number;

  constructor(seed: number, purpose: string) {
    let state = 0x811c9dc5;
    for (const character of `${seed}/${purpose}`) {
      state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    this.#state = state >>> 0;
  }

  /** In [0, 1). Mulberry32: small, fast, and the same in every engine. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** One of several, as often as its weight says. */
  pick<Choice>(choices: readonly (readonly [Choice, number])[]): Choice {
    const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.unit() * total;
    for (const [choice, weight] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    throw new Error('nothing to choose from');
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) bytes[i] = this.between(0, 255);
    return bytes;
  }
}

export type NewDice = (seed: number, purpose: string) => Dice;
/** Of one till: the same for the same purpose, through all its lives. */
export type DiceOf = (purpose: string) => Dice;
export const chanceDice: NewDice = (seed, purpose) => new Dice(seed, purpose);

/**
 * For worlds in which nothing is left to chance: whatever lies between two ends is at the lower one,
 * and what may happen happens when that is the more likely, unless somebody has it otherwise.
 */
export class SteadyDice extends Dice {
  readonly #otherwise: (probability: number) => boolean;

  constructor(seed: number, purpose: string, otherwise: (probability: number) => boolean) {
    super(seed, purpose);
    this.#otherwise = otherwise;
  }

  override between(least: number): number {
    return least;
  }

  override chance(probability: number): boolean {
    return probability >= 0.5 !== this.#otherwise(probability);
  }

  /** Ids still differ. */
  override bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => Math.floor(this.unit() * 256));
  }
}
