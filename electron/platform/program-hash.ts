import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What this program is made of (P29): SHA-256 over name and content of each of its files, in the
 * order of their names, lower-case hex. The same whether they lie in a folder or in an archive; what
 * only helps to look for faults does not count. Null where they cannot be read.
 */
export async function hashOfProgram(appFolder: string): Promise<string | null> {
  const whole = createHash('sha256');
  try {
    for (const name of await filesIn(join(appFolder, 'dist'))) {
      const content = await readFile(join(appFolder, 'dist', name));
      whole.update(`${name}\n${createHash('sha256').update(content).digest('hex')}\n`);
    }
  } catch {
    return null;
  }
  return whole.digest('hex');
}

/** Folder by folder: the archive of a packaged program knows no other way. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) names.push(...(await filesIn(folder, name)));
    else if (!entry.name.startsWith('.') && !entry.name.endsWith('.map')) names.push(name);
  }
  return names.sort();
}
