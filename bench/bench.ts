import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OtherLoad } from './frame/other-load.ts';
import { preparePeers } from './frame/peers.ts';
import type { Row } from './frame/row.ts';
import { closingLines, verdictLines } from './frame/table.ts';
import { judge, type Verdict } from './frame/verdict.ts';
import { GOAL_IDS, GOALS, ONLY_IN_FULL, type GoalId } from './goals.ts';
import { HELP, readOptions, type BenchOptions } from './options.ts';
import { ROWS } from './rows.ts';

/** `npm run bench`: every claim about speed, measured beside others in one run. */

const NOT_RUN = 2;

interface RowResult {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** Cores that others kept busy meanwhile. */
  readonly others: number;
  readonly seconds: number;
}

async function measure(row: Row, goals: readonly GoalId[], quick: boolean, say: Say) {
  const folder = await mkdtemp(join(tmpdir(), `twintill-bench-${row.name}-`));
  const load = new OtherLoad();
  const startedMs = performance.now();
  say(`\n== ${row.name}`);
  let figures: Awaited<ReturnType<Row['measure']>> = {};
  let why = 'the row gave no figure';
  try {
    figures = await row.measure({ quick, folder, say });
  } catch (error) {
    why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const verdicts = goals.map((id) => judge(id, figures[id], why));
  const [others, seconds] = [load.stop(), (performance.now() - startedMs) / 1000];
  for (const line of verdicts.flatMap(verdictLines)) say(line);
  say(`    ${seconds.toFixed(0)} s; others kept ${others.toFixed(1)} cores busy`);
  return { name: row.name, verdicts, others, seconds } satisfies RowResult;
}

type Say = (line: string) => void;

async function run({ quick, json, only }: BenchOptions): Promise<number> {
  const say: Say = json ? (line) => console.error(line) : (line) => console.log(line);
  preparePeers(say);
  const isWanted = (id: GoalId): boolean => !(quick && ONLY_IN_FULL.has(id));
  const rows = ROWS.filter(({ name }) => only.length === 0 || only.includes(name));
  const results: RowResult[] = [];
  for (const row of rows) results.push(await measure(row, row.goals.filter(isWanted), quick, say));
  const measured = results.flatMap(({ verdicts }) => verdicts);
  const homeless = GOAL_IDS.filter((id) => isWanted(id) && !measured.some((one) => one.id === id));
  const missing =
    only.length > 0 ? [] : homeless.map((id) => judge(id, undefined, 'no row has it'));
  const verdicts = [...measured, ...missing];
  if (json) console.log(JSON.stringify({ quick, goals: GOALS, results, missing }, null, 2));
  say('');
  for (const line of closingLines(verdicts)) say(line);
  return verdicts.every(({ kind }) => kind === 'reached') ? 0 : 1;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    console.log(HELP);
    return 0;
  }
  return run(options);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = NOT_RUN;
}
