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

type Figures<Id extends GoalId> = Readonly<Partial<Record<Id, Figure>>>;

/** What a row measures, set up; it is left in the end, whatever became of it. */
export interface Stand<Id extends GoalId = GoalId> {
  /** Exactly the goals the row names; a goal without a figure is a failure. Throws what went wrong. */
  readonly measure: () => Promise<Figures<Id>>;
  readonly leave: () => Promise<void>;
}

/** Some goals that are measured together, in one run, side by side. */
export interface Row<Id extends GoalId = GoalId> {
  readonly name: string;
  readonly goals: readonly Id[];
  /** Whatever takes minutes and is not timed: two rows may do it at the same time. */
  readonly setUp: (context: BenchContext) => Promise<Stand<Id>>;
  /**
   * What of it must have the machine to itself: all, but for a set-up that is nothing; what is
   * measured; or nothing, where it is counted and not timed.
   */
  readonly alone: 'all' | 'measure' | 'nothing';
  /**
   * About how long what need not be alone takes beside that of another row, in a quick run: the
   * longest begin first, so that none is left over when everything else is done.
   */
  readonly besideSeconds: number;
}

interface Measured<Id extends GoalId> extends Pick<Row<Id>, 'name' | 'goals'> {
  readonly measure: (context: BenchContext) => Promise<Figures<Id>>;
}

type Counted<Id extends GoalId> = Measured<Id> & Pick<Row<Id>, 'besideSeconds'>;

/** A row that needs no set-up worth speaking of. For the compiler: it gives figures for its goals. */
export const row = <const Id extends GoalId>({ name, goals, measure }: Measured<Id>): Row<Id> => ({
  name,
  goals,
  alone: 'all',
  besideSeconds: 0,
  setUp: (context) =>
    Promise.resolve({ measure: () => measure(context), leave: async () => undefined }),
});

/** A row that counts. */
export const countedRow = <const Id extends GoalId>({
  besideSeconds,
  ...counted
}: Counted<Id>): Row<Id> => ({
  ...row(counted),
  alone: 'nothing',
  besideSeconds,
});

/** A row that takes long until it can begin. */
export const setUpRow = <const Id extends GoalId>(definition: Omit<Row<Id>, 'alone'>): Row<Id> => ({
  ...definition,
  alone: 'measure',
});
