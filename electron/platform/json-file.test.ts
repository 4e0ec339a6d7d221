import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JsonFile } from './json-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twintill-json-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('P25 F11 many writes at the same moment: each is done, the last one stands, and it is whole', async () => {
  const file = new JsonFile<{ readonly text: string }>(join(folder, 'kept', 'settings.json'));
  const values = Array.from({ length: 20 }, (_, i) => ({ text: 'x'.repeat(1000 - 50 * i) }));
  await Promise.all(values.map((value) => file.write(value)));
  expect(await file.read()).toEqual(values.at(-1));
  expect(await readdir(join(folder, 'kept'))).toEqual(['settings.json']);
});
