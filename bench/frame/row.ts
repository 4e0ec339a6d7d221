import type { GoalId } from '../goals.ts';

/** One figure as it was measured: the number that is judged, and both sides of it in words. */
export interface Figure {
  /** In the unit of the goal's reach. */
  readonly value: number;
  /** "1.31 ms": what ours took, and what it was measured against. */
  readonly ours: string;
  readonly theirs: string;
  /** What a reader of the table must know to believe it: counts, sizes, what was left out. */
  readonly note?: string;
}

export interface BenchContext {
  /** Less of each, so that all rows together end within five minutes. */
  readonly quick: boolean;
  /** A folder on a real disk, for this row alone; removed afterwards. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** Some goals that are measured together, in one run, side by side. */
export interface Row<Id extends GoalId = GoalId> {
  readonly name: string;
  readonly goals: readonly Id[];
  /** Exactly the goals it names; a goal without a figure is a failure. Throws what went wrong. */
  readonly measure: (context: BenchContext) => Promise<Readonly<Partial<Record<Id, Figure>>>>;
}

/** For the compiler: a row gives figures for goals that it names. */
export const row = <const Id extends GoalId>(definition: Row<Id>): Row<Id> => definition;
