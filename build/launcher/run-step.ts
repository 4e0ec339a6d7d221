import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One part of a check: what it counted, and what to do when it failed. */
export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly remedy: string;
}

/** What a runner's JSON report says: how many tests passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
});

const playwrightReport = z.object({
  errors: z.array(z.unknown()),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** A file that does not load fails the run, and no test of it is counted. */
export function countVitest(report: unknown): Counts {
  const { success, numPassedTests, numFailedTests } = vitestReport.parse(report);
  const unnamed = !success && numFailedTests === 0 ? 1 : 0;
  return { passed: numPassedTests, failed: numFailedTests + unnamed };
}

/** A flaky test counts as failed: it must be able to be trusted. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = playwrightReport.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

export interface Runner {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Where it writes its report, and how that is read; without, the whole step counts as one. */
  readonly report?: { readonly path: string; readonly count: (report: unknown) => Counts };
  readonly remedy: string;
}

/** Runs it before our eyes; a runner that ran no test, or left no report, has failed. */
export function runStep(runner: Runner): StepResult {
  console.log(`\n== ${runner.name}`);
  const { report, name, remedy } = runner;
  if (report !== undefined) {
    rmSync(report.path, { force: true });
    mkdirSync(dirname(report.path), { recursive: true });
  }
  const { status } = spawnSync(runner.command, runner.args, {
    cwd: runner.cwd,
    env: runner.env,
    stdio: 'inherit',
  });
  const counts = report === undefined ? whole(status) : read(report, status);
  return { name, remedy, ...counts };
}

const whole = (status: number | null): Counts =>
  status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

function read({ path, count }: NonNullable<Runner['report']>, status: number | null): Counts {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const { passed, failed } = count(JSON.parse(readFileSync(path, 'utf8')));
  const silentlyFailed = failed === 0 && (status !== 0 || passed === 0);
  return { passed, failed: silentlyFailed ? 1 : failed };
}

/** The closing lines: what failed and what to do, then the sum. */
export function closingLines(results: readonly StepResult[]): readonly string[] {
  const sum = (pick: (result: StepResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  const bad = results.filter(({ failed }) => failed > 0);
  return [
    ...bad.map(({ name, failed, remedy }) => `FAILED  ${name} (${failed}): ${remedy}`),
    `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`,
  ];
}
