import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { copyProject } from '../project-copy.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const FOLDER = join('e2e', 'sim', 'mutants');
/** Caught in so many fresh worlds, or not caught at all. */
const WORLDS = 200;

export interface MutantOptions {
  readonly from: number;
  readonly only: string | null;
}

/**
 * Plants one fault after the other into a copy of the project and lets worlds of it play. A mutant
 * that compiles and survives says that the simulation cannot see that kind of fault.
 *
 * @returns whether every one was caught.
 */
export async function huntMutants(
  { from, only }: MutantOptions,
  say: (line: string) => void,
): Promise<boolean> {
  const names = (await readdir(join(ROOT, FOLDER)))
    .filter((name) => name.endsWith('.patch'))
    .map((name) => name.slice(0, -'.patch'.length))
    .filter((name) => only === null || name === only)
    .sort();
  const copy = await copyProject('mutants');
  const survivors: string[] = [];
  try {
    for (const name of names) {
      const patch = join(ROOT, FOLDER, `${name}.patch`);
      run(copy, 'git', ['apply', patch]);
      const compiled = run(copy, 'tsc', ['-b'], true);
      if (compiled.status !== 0) throw new Error(`${name} does not compile: ${compiled.stdout}`);
      const args = ['--quiet', '--seeds', String(WORLDS), '--seed-from', String(from)];
      const told = run(copy, process.execPath, ['e2e/sim/sim.ts', ...args], true);
      const isCaught = told.status === 1;
      const [how = ''] = told.stdout.split('\n');
      say(
        `${isCaught ? 'caught  ' : 'SURVIVED'}  ${name.padEnd(34)} ${isCaught ? how : told.stderr}`,
      );
      if (!isCaught) survivors.push(name);
      run(copy, 'git', ['apply', '-R', patch]);
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  say(`mutants: ${names.length - survivors.length} of ${names.length} caught, seeds from ${from}`);
  return names.length > 0 && survivors.length === 0;
}

function run(cwd: string, command: string, args: readonly string[], mayFail = false) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0 && !mayFail) {
    throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
  }
  return done;
}
