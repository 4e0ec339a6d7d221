import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../shared/lib/assert.ts';
import type { GoalId } from '../goals.ts';
import { OtherLoad } from './other-load.ts';
import type { Row, Stand } from './row.ts';
import { verdictLines } from './table.ts';
import { judge, type Verdict } from './verdict.ts';

export type Say = (line: string) => void;

export interface RowResult {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** Cores that others kept busy while it was measured. */
  readonly others: number;
  /** Setting up included. */
  readonly seconds: number;
}

export interface RunOptions {
  readonly quick: boolean;
  readonly say: Say;
  /** Not all goals are measured in each run. */
  readonly isWanted: (id: GoalId) => boolean;
}

/** So much is set up at once: a till and its bank keep half a core busy, and wait for the disk. */
const AT_ONCE = 3;

/**
 * What is timed has the machine to itself. What is counted, and what others must have set up before
 * they can be timed, is done side by side behind it: most of a run would be waiting otherwise.
 */
export async function runRows(rows: readonly Row[], options: RunOptions): Promise<RowResult[]> {
  const runs = rows.map((row) => new RowRun(row, options));
  const needing = (alone: Row['alone']) => runs.filter(({ row }) => row.alone === alone);
  for (const run of needing('all')) {
    await run.setUp();
    await run.finish();
  }
  const beside = [...needing('nothing'), ...needing('measure')].sort(
    (a, b) => b.row.besideSeconds - a.row.besideSeconds,
  );
  await sideBySide(
    beside.map((run) => async () => {
      await run.setUp();
      if (run.row.alone === 'nothing') await run.finish();
    }),
  );
  for (const run of needing('measure')) await run.finish();
  return runs.map(({ result }) => present(result, 'the result of a row'));
}

async function sideBySide(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** One row from its set-up to its verdicts. What breaks on the way is said with each of its goals. */
class RowRun {
  readonly row: Row;
  readonly #options: RunOptions;
  #folder: string | null = null;
  #stand: Stand | null = null;
  #why = 'the row gave no figure';
  #setUpMs = 0;
  result: RowResult | null = null;

  constructor(row: Row, options: RunOptions) {
    this.row = row;
    this.#options = options;
  }

  async setUp(): Promise<void> {
    const { quick, say } = this.#options;
    const { name } = this.row;
    const startedMs = performance.now();
    say(`\n== ${name}`);
    try {
      this.#folder = await mkdtemp(join(tmpdir(), `twintill-bench-${name}-`));
      const sayInside: Say = (line) => say(`  ${name}: ${line.trim()}`);
      this.#stand = await this.row.setUp({ quick, folder: this.#folder, say: sayInside });
    } catch (error) {
      this.#broke(error);
    }
    this.#setUpMs = performance.now() - startedMs;
  }

  async finish(): Promise<void> {
    const { say, isWanted } = this.#options;
    const { name, goals } = this.row;
    const load = new OtherLoad();
    const startedMs = performance.now();
    const figures = await this.#measured();
    const others = load.stop();
    const seconds = (this.#setUpMs + performance.now() - startedMs) / 1000;
    const verdicts = goals.filter(isWanted).map((id) => judge(id, figures[id], this.#why));
    for (const line of verdicts.flatMap(verdictLines)) say(line);
    say(`    ${name}: ${seconds.toFixed(0)} s; others kept ${others.toFixed(1)} cores busy`);
    this.result = { name, verdicts, others, seconds };
  }

  async #measured(): ReturnType<Stand['measure']> {
    try {
      return (await this.#stand?.measure()) ?? {};
    } catch (error) {
      this.#broke(error);
      return {};
    } finally {
      await this.#stand?.leave();
      if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
    }
  }

  #broke(error: unknown): void {
    this.#why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
