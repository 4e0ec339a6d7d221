import { present } from '../../shared/lib/assert.ts';

/** Whoever takes part in a comparison: runs once and says how long it took, in milliseconds. */
export type Contender = (round: number) => Promise<number>;

/**
 * Lets them run in turns, so that a machine that is busy for a while is busy for all of them, and
 * begins each round with another one: who comes first after a pause of the disk pays for it.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, Contender>>,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(contenders) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = present(names[(round + turn) % names.length], 'somebody whose turn it is');
      taken[name].push(await contenders[name](round));
    }
  }
  return taken;
}
