import { Dice } from '../sim/dice.ts';
import type { Copies } from './audit.ts';
import { cutsOf, tightest, withoutSyncs, type Cut, type Loss } from './cuts.ts';
import type { PowerOptions } from './options.ts';
import type { Recording } from './recording.ts';
import { Tear, TEARS } from './tear.ts';
import { TILL } from './till-disk.ts';

/** Cuts that are played after one another, and how the disk loses what was not synced. */
export interface Series {
  readonly name: string;
  readonly cuts: readonly Cut[];
  readonly copies: Copies;
}

const UNTORN: Loss = { rule: 'ordered', tearOf: null };
const STRICT: Loss = { rule: 'folder', tearOf: null };
/** Of each series, beside the cuts at which something has just been told. */
const QUICK_OTHERS = 1;
const FORGOTTEN: Readonly<Record<NonNullable<PowerOptions['forgets']>, readonly string[]>> = {
  journal: [`${TILL}/till-journal`],
  database: [`${TILL}/IndexedDB`],
  both: [`${TILL}/till-journal`, `${TILL}/IndexedDB`],
};

export function planOf(recording: Recording, options: PowerOptions): readonly Series[] {
  const { seed, isQuick, forgets } = options;
  if (forgets !== null) {
    const cuts = tightest(cutsOf(withoutSyncs(recording, FORGOTTEN[forgets]), UNTORN));
    return [{ name: `the ${forgets} not synced`, cuts, copies: forgets }];
  }
  const untorn = cutsOf(recording, UNTORN);
  const told = tightest(untorn);
  const dice = new Dice(seed, 'others');
  const some = (cuts: readonly Cut[]): readonly Cut[] => (isQuick ? others(cuts, dice) : cuts);
  return [
    { name: 'just told', cuts: isQuick ? told.slice(0, 1) : told, copies: 'both' },
    { name: 'just told, journal alone', cuts: told, copies: 'journal' },
    { name: 'just told, database alone', cuts: told, copies: 'database' },
    { name: 'names in order', cuts: some(without(untorn, told)), copies: 'both' },
    { name: 'names by folder', cuts: some(cutsOf(recording, STRICT)), copies: 'both' },
    ...TEARS.map((kind): Series => {
      const tearOf = (cut: number): Tear => new Tear(kind, new Dice(seed, `${kind} ${cut}`));
      const cuts = some(cutsOf(recording, { rule: 'ordered', tearOf }));
      return { name: `torn: ${kind}`, cuts, copies: 'both' };
    }),
  ];
}

function without(cuts: readonly Cut[], told: readonly Cut[]): readonly Cut[] {
  return cuts.filter((cut) => !told.includes(cut));
}

function others(cuts: readonly Cut[], dice: Dice): readonly Cut[] {
  const left = [...cuts];
  return Array.from({ length: Math.min(QUICK_OTHERS, cuts.length) }, () => {
    const [drawn] = left.splice(dice.between(0, left.length - 1), 1);
    return drawn;
  }).filter((cut) => cut !== undefined);
}
