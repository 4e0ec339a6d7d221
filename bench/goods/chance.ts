import { present } from '../../shared/lib/assert.ts';

/** The same numbers in every run, for goods and queries that can be made again. */
export interface Chance {
  /** From 0 on, less than 1. */
  readonly share: () => number;
  readonly between: (least: number, most: number) => number;
  readonly oneOf: <Item>(items: readonly Item[]) => Item;
  /** The first ones often, the last ones seldom: as brands are sold. */
  readonly oneOfTheFirst: <Item>(items: readonly Item[]) => Item;
}

export function createChance(seed: number): Chance {
  let state = seed;
  // Mulberry32.
  const share = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const at = <Item>(items: readonly Item[], where: number): Item =>
    present(items[Math.floor(items.length * where)], 'one of them');
  return {
    share,
    between: (least, most) => least + Math.floor(share() * (most - least + 1)),
    oneOf: (items) => at(items, share()),
    oneOfTheFirst: (items) => at(items, share() * share()),
  };
}
