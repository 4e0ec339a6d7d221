import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashOfProgram } from './program-hash.ts';

async function program(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-program-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, 'dist', name, '..'), { recursive: true });
    await writeFile(join(folder, 'dist', name), text);
  }
  return folder;
}

it('P29 another byte, another name or a file more is another program; maps and marks of the build are not', async () => {
  const files = { 'electron/main.cjs': 'a', 'renderer/index.html': 'b' };
  const hash = await hashOfProgram(await program(files));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOfProgram(await program(files))).toBe(hash);
  const looks = { ...files, 'electron/main.cjs.map': 'x', '.build-stamp': 'now' };
  expect(await hashOfProgram(await program(looks))).toBe(hash);
  for (const other of [
    { ...files, 'electron/main.cjs': 'A' },
    { 'electron/main.js': 'a', 'renderer/index.html': 'b' },
    { ...files, 'renderer/more.js': '' },
  ]) {
    expect(await hashOfProgram(await program(other))).not.toBe(hash);
  }
  expect(await hashOfProgram('/nowhere')).toBeNull();
});
