import { preparePeers } from './frame/peers.ts';
import { runRows, type Say } from './frame/run-rows.ts';
import { closingLines } from './frame/table.ts';
import { judge } from './frame/verdict.ts';
import { GOAL_IDS, GOALS, ONLY_IN_FULL, type GoalId } from './goals.ts';
import { HELP, readOptions, type BenchOptions } from './options.ts';
import { ROWS } from './rows.ts';

/** `npm run bench`: every claim about speed, measured beside others in one run. */

const NOT_RUN = 2;

async function run({ quick, json, only }: BenchOptions): Promise<number> {
  const say: Say = json ? (line) => console.error(line) : (line) => console.log(line);
  preparePeers(say);
  const isWanted = (id: GoalId): boolean => !(quick && ONLY_IN_FULL.has(id));
  const rows = ROWS.filter(({ name }) => only.length === 0 || only.includes(name));
  const results = await runRows(rows, { quick, say, isWanted });
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
