import { isLongRun } from '../../build/vitest/long-run.ts';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import { NthFault, type CountsFrom, type FaultKind } from './faults.ts';
import { nodeSettle } from './settle.ts';
import { tell, type Story } from './shrink.ts';
import { World } from './world.ts';

export const ON_DISK: readonly FaultKind[] = [
  'store-failed',
  'store-lied',
  'journal-failed',
  'journal-lied',
  'journal-torn',
  'program-killed',
  'window-killed',
];

export const ON_THE_LINE: readonly FaultKind[] = [
  'request-lost',
  'answer-lost',
  'request-doubled',
  'request-late',
  'reset-after-commit',
  'bank-broke',
];

export const IN_A_BATCH: readonly FaultKind[] = ['results-missing', 'records-skipped'];
export const KINDS = [...ON_DISK, ...ON_THE_LINE, ...IN_A_BATCH];

/**
 * Which occasions are tried: all of them; of a window's death, for which every read of every screen is
 * one, each third, and the rest in a long run.
 */
export const stepOf = (kind: FaultKind): number => (!isLongRun && kind === 'window-killed' ? 3 : 1);

/** No story has so many occasions of one kind: reaching it means that a fault makes more of them. */
const MOST = 600;

export interface EveryNth {
  /** How often the fault could strike; with steps, the first number that it could not, less one. */
  readonly occasions: number;
  /** What was not as promised, and at which occasion. */
  readonly problems: readonly string[];
  /** Outcomes that somebody at the counter was shown, in the story with the fewest of them. */
  readonly fewestShown: number;
}

/** One of which more is known than the auditor knows. */
export interface ToldStory extends Story {
  /** Which occasions count; all of them where nothing is said. */
  readonly counts?: CountsFrom;
  /** What is not as it has to be at its end. */
  readonly judge?: () => readonly string[];
}

/**
 * The same story once for every occasion of a fault, with that fault and no other.
 *
 * @param step 1: each one; 3: the first, the fourth …
 */
export async function everyNth(
  kind: FaultKind,
  newStory: () => ToldStory,
  step = 1,
): Promise<EveryNth> {
  let fewestShown = Number.POSITIVE_INFINITY;
  for (let nth = 1; nth <= MOST; nth += step) {
    const { counts, judge = () => [], ...story } = newStory();
    const { faults, shown, ...told } = await tell({
      ...story,
      faults: (told) => new NthFault(kind, nth, told, counts),
    });
    const problems = [...told.problems, ...judge()];
    fewestShown = Math.min(fewestShown, shown);
    if (problems.length > 0) {
      const named = problems.map((problem) => `${kind} ${nth}: ${problem}`);
      return { occasions: nth, problems: named, fewestShown };
    }
    if (faults.length === 0) return { occasions: nth - 1, problems: [], fewestShown };
  }
  return { occasions: MOST, problems: [`${kind}: no end of occasions`], fewestShown };
}

/** The records of the journal of a story in which nothing goes wrong. */
export async function journalOf(story: Story): Promise<readonly JournalRecord[]> {
  const world = new World({ ...story, faults: () => NO_FAULTS, settle: nodeSettle });
  const { problems } = await world.run();
  if (problems.length > 0) throw new Error(problems.join('; '));
  const [text = ''] = world.journals;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
}

const NO_FAULTS = { struck: [], strikes: () => false, calmDown: () => undefined };
