import { globSync } from 'node:fs';
import {
  codeChecks,
  crashRunner,
  hasApp,
  packageForTests,
  playwrightReport,
  powerRunner,
  simulationRunner,
  storyRunner,
  vitestRunner,
} from './checks.ts';
import { openMemoryFolder } from './memory-folder.ts';
import { countPlaywright } from './reports.ts';
import { closingLines, runStep, runSteps, type Runner, type StepResult } from './run-step.ts';
import { ensureStrace } from './strace.ts';
import { ensureSystemPackages } from './system-packages.mjs';
import { prepareTillEnvironment, ROOT, type TillEnvironment } from './till-environment.ts';

/** `npm test`: checks, unit, store and bank tests, then the whole app in both hosts. */

const isCi = process.env['CI'] === 'true';

if (!ensureSystemPackages(['chromium', 'fonts'])) process.exit(1);
const memory = openMemoryFolder();
const tests = vitestRunner(
  'tests: rules, services, IndexedDB in Chromium, bank on PostgreSQL, till to ledger',
  [],
);
const steps = [
  ...codeChecks(),
  memory === null ? tests : { ...tests, env: { ...tests.env, TMPDIR: memory.path } },
  simulationRunner(200),
];
const results: StepResult[] = [...(await runSteps(steps))];
memory?.close();
if (hasApp()) {
  const till = await prepareTillEnvironment((line) => console.log(`\n${line}`));
  try {
    results.push(...(await endToEnd(till)));
  } finally {
    await till.close();
  }
} else {
  console.log('\nNO END-TO-END TESTS: the app has no window and no main process yet');
}
const lines = closingLines(results);
console.log(`\n${lines.join('\n')}`);
process.exit(lines.length === 1 ? 0 : 1);

async function endToEnd(till: TillEnvironment): Promise<readonly StepResult[]> {
  const { runtime, env } = till;
  if (runtime.kind === 'none') {
    console.error(`\nNO ELECTRON, SO NOTHING BELOW WAS TESTED IN THE PRODUCT: ${runtime.why}`);
    const inBrowser = await runSteps(specs('browser-host', 'end to end in the browser host', env));
    if (!isCi) return inBrowser;
    const remedy = 'give it an Electron: ELECTRON_OVERRIDE_DIST_PATH, or a way to a registry';
    const name = 'end to end in Electron';
    return [...inBrowser, { name, passed: 0, failed: 1, failures: [], remedy }];
  }
  const inElectron = await runSteps(specs('electron', 'end to end in Electron', env));
  return [...inElectron, ...(await inTwoLanes(env))];
}

/**
 * Each of these drives one till, which mostly waits. The kills are seen as they happen; what goes on
 * beside them is shown step by step, each when it has ended.
 */
async function inTwoLanes(env: NodeJS.ProcessEnv): Promise<readonly StepResult[]> {
  const kills = [crashRunner(env, ['--rounds', '30', '--seed', '1'])];
  const beside = [
    storyRunner(env, ['--sales', '8', '--seed', '1']),
    storyRunner(env, ['--story', 'day', '--seed', '3']),
    ...specs('browser-host', 'end to end in the browser host', env),
    ...powerCuts(env),
  ];
  const lanes = await Promise.all([
    runSteps(kills).then(async (results) => [...results, ...(await packaged(env))]),
    runSteps(beside, 'at its end'),
  ]);
  return lanes.flat();
}

/** Nothing can be recorded where no program may look at another one: told, and not counted. */
function powerCuts(env: NodeJS.ProcessEnv): readonly Runner[] {
  if (ensureStrace()) return [powerRunner(env, ['--quick', '--seed', '1'])];
  console.log('\nNO POWER CUTS: nothing here can record what the till does to its disk');
  return [];
}

/** The program as a shop has it; without the package there is nothing to test. */
async function packaged(env: NodeJS.ProcessEnv): Promise<readonly StepResult[]> {
  const inPackage = specs('packaged', 'the packaged program', env);
  if (inPackage.length === 0) return [];
  const packaging = await runStep(packageForTests(env), 'at its end');
  return packaging.failed > 0
    ? [packaging]
    : [packaging, ...(await runSteps(inPackage, 'at its end'))];
}

/** A project without a single spec is told, not counted. */
function specs(project: string, name: string, env: NodeJS.ProcessEnv): readonly Runner[] {
  if (globSync(`e2e/${project}/**/*.spec.ts`, { cwd: ROOT }).length === 0) {
    console.log(`\n${name}: no specs in e2e/${project}`);
    return [];
  }
  const path = playwrightReport(project);
  return [
    {
      name,
      command: 'playwright',
      args: ['test', '--config', 'e2e/playwright.config.ts', '--project', project],
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: path },
      cwd: ROOT,
      report: { path, count: countPlaywright },
      remedy: `npm run e2e -- --project ${project}; traces are in test-results`,
    },
  ];
}
