import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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

/** Where a step writes: before our eyes, or kept until it has ended, because another one is running. */
export type Shown = 'at once' | 'at its end';

/** A runner that ran no test, or left no report, has failed. */
export async function runStep(runner: Runner, shown: Shown = 'at once'): Promise<StepResult> {
  const { report, name, remedy, expectedExit = 0 } = runner;
  if (report !== undefined) {
    rmSync(report.path, { force: true });
    mkdirSync(dirname(report.path), { recursive: true });
  }
  const { status, lastLines } = await run(runner, shown);
  const isRight = status === expectedExit;
  const counts = report === undefined ? whole(isRight, lastLines) : read(report, isRight);
  return { name, remedy, ...counts };
}

/** One after the other, so that their lines do not mix. */
export async function runSteps(
  runners: readonly Runner[],
  shown?: Shown,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const runner of runners) results.push(await runStep(runner, shown));
  return results;
}

interface Ended {
  readonly status: number | null;
  readonly lastLines: readonly string[];
}

/** What has no report of its own says why in its last lines: whoever reads only the sum needs them. */
const LAST_LINES = 12;
const LONGEST_TAIL = 8_000;

function run({ name, command, args, cwd, env, report }: Runner, shown: Shown): Promise<Ended> {
  const isKept = shown === 'at its end';
  // A runner of tests looks at where it writes, and shows its progress accordingly.
  const out = report === undefined || isKept ? 'pipe' : 'inherit';
  let kept = '';
  const say = (text: string): void => {
    if (isKept) kept += text;
    else process.stdout.write(text);
  };
  say(`\n== ${name}\n`);
  const child = spawn(command, args, { cwd, env, stdio: ['inherit', out, out] });
  let tail = '';
  const passOn = (text: string): void => {
    say(text);
    tail = (tail + text).slice(-LONGEST_TAIL);
  };
  child.stdout?.setEncoding('utf8').on('data', passOn);
  child.stderr?.setEncoding('utf8').on('data', passOn);
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const end = (status: number | null): void => {
    process.stdout.write(kept);
    kept = '';
    const lines = stripVTControlCharacters(tail).split('\n');
    resolve({ status, lastLines: lines.filter((line) => line.trim() !== '').slice(-LAST_LINES) });
  };
  child.once('error', (error) => {
    passOn(`${command}: ${error.message}\n`);
    end(null);
  });
  child.once('close', end);
  return promise;
}

const failedAsAWhole = (failures: readonly string[] = []): Counts => ({
  passed: 0,
  failed: 1,
  failures,
});

const whole = (isRight: boolean, lastLines: readonly string[]): Counts =>
  isRight ? { passed: 1, failed: 0, failures: [] } : failedAsAWhole(lastLines);

function read({ path, count }: NonNullable<Runner['report']>, isRight: boolean): Counts {
  if (!existsSync(path)) return failedAsAWhole();
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
