import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * The project as it stands here, uncommitted work included, in a folder of its own: a fault that is
 * planted there harms nobody. Whoever asked for it takes the folder away again.
 */
export async function copyProject(name: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), `twintill-${name}-`));
  for (const file of ownFiles()) await cp(join(ROOT, file), join(copy, file));
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function ownFiles(): readonly string[] {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  // What was deleted and not committed yet is still listed.
  return listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}
