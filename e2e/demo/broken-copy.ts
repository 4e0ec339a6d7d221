import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
  const copy = await mkdtemp(join(tmpdir(), `twintill-${fault}-`));
  try {
    say(`planting the fault "${fault}" into a copy`);
    for (const file of ownFiles()) await cp(join(ROOT, file), join(copy, file));
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    run(copy, 'git', ['apply', join(ROOT, 'e2e', 'demo', 'faults', `${fault}.patch`)]);
    run(copy, process.execPath, ['build/build.ts']);
    const story = ['e2e/demo/demo.ts', '--sales', String(sales), '--seed', String(seed)];
    return spawnSync(process.execPath, story, { cwd: copy, stdio: 'inherit' }).status ?? 1;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** What belongs to the project, uncommitted work included: the copy is what stands here. */
function ownFiles(): readonly string[] {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  return listed.stdout.split('\0').filter((file) => file !== '');
}

function run(cwd: string, command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in the copy`);
}
