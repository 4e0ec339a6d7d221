import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyItCannotStart } from './give-up.ts';
import { JsonFile } from './platform/json-file.ts';
import { KeyStoreShut } from './platform/key-store.ts';

it('P25 F11 a file of the till that is torn is named, and what became of the money', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-torn-'));
  const path = join(folder, 'identity.json');
  await writeFile(path, '{"terminalId":"0100');
  const read = new JsonFile(path).read();
  const words = await read.then(
    () => 'it was read',
    (error: unknown) => whyItCannotStart(error),
  );
  expect(words).toContain(path);
  expect(words).toContain('已记录的款项都在本机的日志里');
  expect(words).toContain('What was recorded is safe');
  await rm(folder, { recursive: true });
});

it('P25 a key store that is shut is opened by whoever signs in to the machine', () => {
  expect(whyItCannotStart(new KeyStoreShut())).toContain('unlock the key store');
});

it('whatever else it was stands there as well', () => {
  expect(whyItCannotStart(new Error('a reason of its own'))).toContain('a reason of its own');
});
