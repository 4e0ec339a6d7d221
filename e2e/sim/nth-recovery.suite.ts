import { describe, expect, it } from 'vitest';
import { isLongRun } from '../../build/vitest/long-run.ts';
import { stoppedInEveryPhase, type Damage } from './interrupted.ts';
import { everyNth, journalOf, ON_DISK, ON_THE_LINE, stepOf, type ToldStory } from './nth.ts';

/** Starts after kills between the two copies, before the last one; each completed the second copy. */
const KILLS_BEFORE_THE_LAST = 4;
const FOUND: Readonly<Record<Damage, readonly string[]>> = {
  'whole copies': ['restored-to-database'],
  'no database': ['database-empty', 'restored-to-database'],
  'an old copy of the database': ['restored-to-database'],
  'rows that somebody has edited': ['cards-locked', 'cards-locked', 'restored-to-database'],
  'a journal without its last three lines': ['restored-to-file'],
  'a line that was cut off': ['restored-to-database', 'torn-lines'],
};

/** A file for each, so that two cores share them: each start is tried some hundred times. */
export const PARTS = {
  undamaged: ['whole copies', 'no database', 'an old copy of the database'],
  damaged: [
    'rows that somebody has edited',
    'a journal without its last three lines',
    'a line that was cut off',
  ],
} as const satisfies Readonly<Record<string, readonly Damage[]>>;

export function recoverySuite(damages: readonly Damage[]): void {
  describe.each(damages)('a start after kills in every phase of a payment, with %s', (damage) => {
    it('finds what it has to find', async () => {
      const records = await journalOf(stoppedInEveryPhase(damage));
      const notices = records.flatMap(({ body }) => (body.kind === 'notice' ? [body.code] : []));
      expect(notices.slice(KILLS_BEFORE_THE_LAST)).toEqual(FOUND[damage]);
    });

    const isWhole = damage === 'whole copies';
    // Six starts at each occasion take minutes.
    const isShort = !isWhole && !isLongRun;
    // What the line does to a recovery does not depend on which copy was damaged.
    it.each(isWhole ? [...ON_DISK, ...ON_THE_LINE] : ON_DISK)(
      `I1–I9 with the n-th occasion of %s, ${isShort ? 'each sixth of them' : 'to the last'}`,
      async (kind) => {
        const story = (): ToldStory => ({
          ...stoppedInEveryPhase(damage),
          counts: 'the-last-customer',
        });
        const { occasions, problems } = await everyNth(kind, story, isShort ? 6 : stepOf(kind));
        expect(problems).toEqual([]);
        expect(occasions).toBeGreaterThan(0);
      },
    );
  });
}
