import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './single-launcher.ts';

/** Of tmpfs, as statfs(2) gives it. */
const TMPFS = 0x01021994;
const SHARED_MEMORY = '/dev/shm';
const NAME = 'twintill-test-';
/** Whose folder it is. */
const COMMAND = 'build/launcher/test.ts';
/** Some hundred megabytes are used at most; the machine shall not feel it. */
const ENOUGH_BYTES = 6 * 1024 ** 3;

export interface MemoryFolder {
  /** Also for PostgreSQL, which runs as a user of its own. */
  readonly path: string;
  readonly close: () => void;
}

/**
 * A folder for throw-away banks and tills that lies in memory, where the machine has plenty of it;
 * else null. Each bank begins with a thousand new files, right after as many of the one before were
 * deleted: ext4 looks at all of those before it gives a number out again, which is a third of what a
 * bank's start takes.
 */
export function openMemoryFolder(): MemoryFolder | null {
  if (!hasRoom()) return null;
  for (const name of readdirSync(SHARED_MEMORY)) {
    const isLeft = name.startsWith(NAME) && !isAlive(Number(name.slice(NAME.length)), COMMAND);
    if (isLeft) remove(join(SHARED_MEMORY, name));
  }
  const path = join(SHARED_MEMORY, `${NAME}${process.pid}`);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return { path, close: () => remove(path) };
}

function hasRoom(): boolean {
  if (process.platform !== 'linux' || process.availableMemory() < ENOUGH_BYTES) return false;
  try {
    const { type, bavail, bsize } = statfsSync(SHARED_MEMORY);
    return type === TMPFS && bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });
