import { globSync } from 'node:fs';
import {
  crashRunner,
  hasApp,
  packageForTests,
  playwrightReport,
  powerRunner,
  simulationRunner,
  staticChecks,
  storyRunner,
  vitestRunner,
} from './checks.ts';
import { countPlaywright } from './reports.ts';
import { closingLines, runStep, runSteps, type Runner, type StepResult } from './run-step.ts';
import { ensureStrace } from './strace.ts';
import { ensureSystemPackages } from './system-packages.mjs';
import { prepareTillEnvironment, ROOT, type TillEnvironment } from './till-environment.ts';

/** `npm test`: checks, unit, store and bank tests, then the whole app in both hosts. */

const isCi = process.env['CI'] === 'true';

if (!ensureSystemPackages(['chromium', 'fonts'])) process.exit(1);
const results: StepResult[] = [...(await runSteps(staticChecks()))];
results.push(
  await runStep(
    vitestRunner(
      'tests: rules, services, IndexedDB in Chromium, bank on PostgreSQL, till to ledger',
      [],
    ),
  ),
);
results.push(await runStep(simulationRunner(200)));
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
  const outcomes: StepResult[] = [];
  if (runtime.kind === 'none') {
    console.error(`\nNO ELECTRON, SO NOTHING BELOW WAS TESTED IN THE PRODUCT: ${runtime.why}`);
    if (isCi) {
      const remedy = 'give it an Electron: ELECTRON_OVERRIDE_DIST_PATH, or a way to a registry';
      const name = 'end to end in Electron';
      outcomes.push({ name, passed: 0, failed: 1, failures: [], remedy });
    }
  } else {
    outcomes.push(...(await run('electron', 'end to end in Electron', env)));
    outcomes.push(await runStep(storyRunner(env, ['--sales', '8', '--seed', '1'])));
    outcomes.push(await runStep(storyRunner(env, ['--story', 'day', '--seed', '3'])));
    outcomes.push(await runStep(crashRunner(env, ['--rounds', '30', '--seed', '1'])));
    outcomes.push(...(await powerCuts(env)));
  }
  outcomes.push(...(await run('browser-host', 'end to end in the browser host', env)));
  if (runtime.kind !== 'none') outcomes.push(...(await packaged(env)));
  return outcomes;
}

/** Nothing can be recorded where no program may look at another one: told, and not counted. */
async function powerCuts(env: NodeJS.ProcessEnv): Promise<readonly StepResult[]> {
  if (ensureStrace()) return [await runStep(powerRunner(env, ['--quick', '--seed', '1']))];
  console.log('\nNO POWER CUTS: nothing here can record what the till does to its disk');
  return [];
}

async function packaged(env: NodeJS.ProcessEnv): Promise<readonly StepResult[]> {
  if (specsOf('packaged') === 0) return [];
  const packaging = await runStep(packageForTests(env));
  return packaging.failed > 0
    ? [packaging]
    : [packaging, ...(await run('packaged', 'the packaged program', env))];
}

function specsOf(project: string): number {
  return globSync(`e2e/${project}/**/*.spec.ts`, { cwd: ROOT }).length;
}

/** A project without a single spec is told, not counted. */
async function run(
  project: string,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly StepResult[]> {
  if (specsOf(project) === 0) {
    console.log(`\n${name}: no specs in e2e/${project}`);
    return [];
  }
  const path = playwrightReport(project);
  const runner: Runner = {
    name,
    command: 'playwright',
    args: ['test', '--config', 'e2e/playwright.config.ts', '--project', project],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: path },
    cwd: ROOT,
    report: { path, count: countPlaywright },
    remedy: `npm run e2e -- --project ${project}; traces are in test-results`,
  };
  return [await runStep(runner)];
}
