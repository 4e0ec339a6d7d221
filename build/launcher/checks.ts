import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countVitest } from './reports.ts';
import type { Runner } from './run-step.ts';
import { ROOT } from './till-environment.ts';

/** The parts of `npm run check` and `npm test`, as data. */

const REPORTS = join(ROOT, '.cache', 'reports');
const base = { env: process.env, cwd: ROOT };

export const LINT_ARGS = ['--config', 'build/oxlintrc.json', '--type-aware'];

const CODE_CHECKS: readonly Runner[] = [
  {
    ...base,
    name: 'format (oxfmt)',
    command: 'oxfmt',
    args: ['--check', '.'],
    remedy: 'npm run fix',
  },
  {
    ...base,
    name: 'types (tsc)',
    command: 'tsc',
    args: ['-b'],
    remedy: 'mend the lines that tsc names above',
  },
  {
    ...base,
    name: 'lint (oxlint)',
    command: 'oxlint',
    args: [...LINT_ARGS, '.'],
    remedy: 'npm run fix, then mend by hand what is left',
  },
  {
    ...base,
    name: 'import directions (dependency-cruiser)',
    command: process.execPath,
    args: ['build/check-directions.ts'],
    remedy: 'each message above says the right way',
  },
];

const DEAD_CODE: Runner = {
  ...base,
  name: 'dead code (knip)',
  command: 'knip',
  args: ['--config', 'build/knip.json', '--no-progress', '--no-config-hints'],
  remedy: 'delete what nobody uses',
};

/** Without a window most of what is written still waits for its user: nothing to learn from it. */
export const hasApp = (): boolean =>
  ['renderer/index.html', 'electron/main.ts', 'electron/preload.ts'].every((file) =>
    existsSync(join(ROOT, file)),
  );

export const codeChecks = (): readonly Runner[] =>
  hasApp() ? [...CODE_CHECKS, DEAD_CODE] : CODE_CHECKS;

/** Vitest projects by name; none means all of them. */
export function vitestRunner(name: string, projects: readonly string[]): Runner {
  const path = join(REPORTS, `vitest-${name.replaceAll(/\W+/g, '-')}.json`);
  const selected = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  return {
    ...base,
    name,
    command: 'vitest',
    args: ['run', '--config', 'build/vitest.config.ts', ...reporters, ...selected],
    report: { path, count: countVitest },
    remedy: `vitest run --config build/vitest.config.ts ${selected.join(' ')} <file>`,
  };
}

/** A .deb where the machine can make one, for it is what a shop installs; else the folder alone. */
export function packageForTests(env: NodeJS.ProcessEnv): Runner {
  const targets = existsSync('/usr/bin/dpkg-deb') ? 'dir,deb' : 'dir';
  return {
    name: `package (${targets})`,
    command: process.execPath,
    args: ['build/package.ts', '--inspectable', '--targets', targets],
    env,
    cwd: ROOT,
    remedy: `npm run package -- --targets ${targets}`,
  };
}

export const playwrightReport = (name: string) => join(REPORTS, `playwright-${name}.json`);

/** Whole worlds with everything that can go wrong, from fixed seeds: the same for everybody. */
export function simulationRunner(worlds: number): Runner {
  const command = `npm run sim -- --seeds ${worlds}`;
  return {
    ...base,
    name: `simulation: ${command}`,
    command: process.execPath,
    args: ['e2e/sim/sim.ts', '--seeds', String(worlds)],
    remedy: `${command}; it tells the shortest story that fails, and how to see it again`,
  };
}

/** The mission, played small enough for every change; `npm run test:long` plays all of it. */
export function storyRunner(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  expectedExit = 0,
): Runner {
  const command = `npm run demo -- ${args.join(' ')}`;
  return {
    name: expectedExit === 0 ? `the story: ${command}` : `must fail: ${command}`,
    command: process.execPath,
    args: ['e2e/demo/demo.ts', ...args],
    env,
    cwd: ROOT,
    expectedExit,
    remedy: command,
  };
}

/** The power goes at moments of some sales (F06); a planted fault must be noticed. */
export function powerRunner(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  expectedExit = 0,
): Runner {
  const command = `npm run power -- ${args.join(' ')}`;
  return {
    name: expectedExit === 0 ? `power cuts: ${command}` : `must fail: ${command}`,
    command: process.execPath,
    args: ['e2e/power/power.ts', ...args],
    env,
    cwd: ROOT,
    expectedExit,
    remedy: command,
  };
}

/** Real processes killed in the middle of real sales; a planted fault must be noticed. */
export function crashRunner(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  expectedExit = 0,
): Runner {
  const command = `npm run crash -- ${args.join(' ')}`;
  return {
    name: expectedExit === 0 ? `real crashes: ${command}` : `must fail: ${command}`,
    command: process.execPath,
    args: ['e2e/crash/crash.ts', ...args],
    env,
    cwd: ROOT,
    expectedExit,
    remedy: command,
  };
}
