import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { copyProject } from './project-copy.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Each is a patch of `e2e/demo/faults`. */
export const FAULTS = ['idempotency', 'outbox', 'journal'] as const;
export type Fault = (typeof FAULTS)[number];

/** Of a command line; null when none was asked for. */
export function readFault(wanted: string | undefined): Fault | null {
  const fault = FAULTS.find((one) => one === wanted) ?? null;
  if (wanted !== undefined && fault === null) {
    throw new Error(`--break ${wanted}: one of ${FAULTS.join(', ')}`);
  }
  return fault;
}

/**
 * Plays the same in a copy of the project into which one fault was planted. The product has no
 * switch for faults: what fails here is what would have shipped.
 *
 * @returns the exit code of the script there; 0 would mean that nobody noticed.
 */
export async function playInBrokenCopy(
  fault: Fault,
  script: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  say(`planting the fault "${fault}" into a copy`);
  const copy = await copyProject(fault);
  try {
    run(copy, 'git', ['apply', join(ROOT, 'e2e', 'demo', 'faults', `${fault}.patch`)]);
    run(copy, process.execPath, ['build/build.ts']);
    return spawnSync(process.execPath, script, { cwd: copy, stdio: 'inherit' }).status ?? 1;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function run(cwd: string, command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in the copy`);
}
