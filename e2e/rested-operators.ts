import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An hour passes for whoever has typed a PIN wrongly too often; the till of the folder is not running. */
export async function restOperators(folder: string): Promise<void> {
  const path = join(folder, 'host', 'operators.json');
  const operators = JSON.parse(await readFile(path, 'utf8')) as object[];
  const rested = operators.map((one) => ({ ...one, wrongTries: 0, pause: null }));
  await writeFile(path, JSON.stringify(rested));
}
