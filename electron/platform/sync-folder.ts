import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * What a power cut must not take away again: a file that was made or put in another's place in this
 * folder. Windows has no directory fsync; there the rename itself is the best there is.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * A folder of this user alone, with all those above it. The name of a new folder is lost with the
 * power as well, and everything in it: each one that got a name is synced (F06).
 */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}
