import { open } from 'node:fs/promises';

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
