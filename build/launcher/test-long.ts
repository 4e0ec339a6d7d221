import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { crashRunner, powerRunner, simulationRunner, storyRunner, vitestRunner } from './checks.ts';
import { closingLines, runSteps, type Runner } from './run-step.ts';
import { prepareTillEnvironment, ROOT } from './till-environment.ts';

/**
 * `npm run test:long`: what is too long for every change. Every property on 5,000 cases instead of
 * 100, a till that is killed 200 times while it sells instead of 6 (F05), 100,000 forged or broken cases at
 * each boundary, 200 kills of the real program and its bank, power cuts at every sync of some sales
 * (F06), the whole story, a day of each kind and a week (F40); kills and story with each of the
 * planted faults too, which must be noticed.
 */
process.env['TWINTILL_LONG'] = 'true';
/** Days that do not balance for each of the four reasons; `npm test` plays one of them. */
const DAYS = ['1', '3', '4', '13'];
const till = await prepareTillEnvironment((line) => console.log(`\n${line}`));
const faults = globSync('e2e/demo/faults/*.patch', { cwd: ROOT }).map((file) =>
  basename(file, '.patch'),
);
const fewKills = ['--rounds', '10', '--seed', '1'];
const story = ['--sales', '25', '--seed', '1'];
const runners: readonly Runner[] = [
  vitestRunner('properties, 5,000 cases each', ['unit*', 'bank']),
  vitestRunner('200 kills, till to ledger', ['whole-way']),
  vitestRunner('abuse at each boundary, 100,000 cases', ['abuse']),
  simulationRunner(20_000),
  crashRunner(till.env, ['--rounds', '200', '--seed', '2']),
  ...faults.map((fault) => crashRunner(till.env, [...fewKills, '--break', fault], 1)),
  powerRunner(till.env, ['--seed', '2']),
  ...['journal', 'database', 'both'].map((forgotten) =>
    powerRunner(till.env, ['--seed', '1', '--forget', forgotten], 1),
  ),
  storyRunner(till.env, story),
  ...DAYS.map((seed) => storyRunner(till.env, ['--story', 'day', '--seed', seed])),
  storyRunner(till.env, ['--story', 'week', '--seed', '1']),
  ...faults.map((fault) => storyRunner(till.env, [...story, '--break', fault], 1)),
];
const lines = closingLines(await runSteps(runners));
await till.close();
console.log(`\n${lines.join('\n')}`);
process.exitCode = lines.length === 1 ? 0 : 1;
