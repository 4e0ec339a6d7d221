import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { copyProject } from '../project-copy.ts';
import type { DemoOptions, Fault } from './options.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

/**
 * Plays the same story in a copy of the project into which one fault was planted. The product has
 * no switch for faults: what fails here is what would have shipped.
 *
 * @returns the exit code of the story there; 0 would mean that nobody noticed.
 */
export async function playInBrokenCopy(
  fault: Fault,
  { sales, seed }: DemoOptions,
  say: (line: string) => void,
): Promise<number> {
  say(`planting the fault "${fault}" into a copy`);
  const copy = await copyProject(fault);
  try {
    run(copy, 'git', ['apply', join(ROOT, 'e2e', 'demo', 'faults', `${fault}.patch`)]);
    run(copy, process.execPath, ['build/build.ts']);
    const story = ['e2e/demo/demo.ts', '--sales', String(sales), '--seed', String(seed)];
    return spawnSync(process.execPath, story, { cwd: copy, stdio: 'inherit' }).status ?? 1;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function run(cwd: string, command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in the copy`);
}
