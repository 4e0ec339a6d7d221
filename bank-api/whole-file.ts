import { open, rename } from 'node:fs/promises';

/**
 * Whoever waits for the file never reads half of it, and nobody but its owner reads it at all: secrets
 * stand in there.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
