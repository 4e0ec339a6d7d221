import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Counts } from './reports.ts';

/** One part of a check: what it counted, and what to do when it failed. */
export interface StepResult extends Counts {
  readonly name: string;
  readonly remedy: string;
}

export interface Runner {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Where it writes its report, and how that is read; without, the whole step counts as one. */
  readonly report?: { readonly path: string; readonly count: (report: unknown) => Counts };
  /** The exit code that is right, where it is not 0: a planted fault must be noticed. */
  readonly expectedExit?: number;
  readonly remedy: string;
}

/** Runs it before our eyes; a runner that ran no test, or left no report, has failed. */
export function runStep(runner: Runner): StepResult {
  console.log(`\n== ${runner.name}`);
  const { report, name, remedy, expectedExit = 0 } = runner;
  if (report !== undefined) {
    rmSync(report.path, { force: true });
    mkdirSync(dirname(report.path), { recursive: true });
  }
  const { status } = spawnSync(runner.command, runner.args, {
    cwd: runner.cwd,
    env: runner.env,
    stdio: 'inherit',
  });
  const isRight = status === expectedExit;
  const counts = report === undefined ? whole(isRight) : read(report, isRight);
  return { name, remedy, ...counts };
}

const FAILED_AS_A_WHOLE: Counts = { passed: 0, failed: 1, failures: [] };

const whole = (isRight: boolean): Counts =>
  isRight ? { passed: 1, failed: 0, failures: [] } : FAILED_AS_A_WHOLE;

function read({ path, count }: NonNullable<Runner['report']>, isRight: boolean): Counts {
  if (!existsSync(path)) return FAILED_AS_A_WHOLE;
  const counts = count(JSON.parse(readFileSync(path, 'utf8')));
  const silentlyFailed = counts.failed === 0 && (!isRight || counts.passed === 0);
  return silentlyFailed ? { ...counts, failed: 1 } : counts;
}

/** The closing lines: what failed and what to do, then the sum. */
export function closingLines(results: readonly StepResult[]): readonly string[] {
  const sum = (pick: (result: StepResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  const bad = results.filter(({ failed }) => failed > 0);
  return [
    ...bad.flatMap(({ name, failed, remedy, failures }) => [
      `FAILED  ${name} (${failed}): ${remedy}`,
      ...failures.map((failure) => `        ${failure}`),
    ]),
    `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`,
  ];
}
