import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from './sync-folder.ts';

/** Folders that were synced, in their order: what was opened, and synced through that handle. */
const synced: string[] = [];

vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  return {
    ...real,
    open: async (path, ...rest) => {
      const handle = await real.open(path, ...rest);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        synced.push(String(path));
      };
      return handle;
    },
  };
});

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'twintill-folders-'));
  synced.length = 0;
});
afterEach(() => rm(root, { recursive: true }));

/** On Windows no folder can be synced; there the file system's own order is the best there is. */
describe.skipIf(process.platform === 'win32')('a new folder', () => {
  it('F06 each folder that got a name is synced into the one above it, the deepest first', async () => {
    const folder = join(root, 'till', 'journal', '2026');
    await makeFolder(folder);
    expect(synced).toEqual([join(root, 'till', 'journal'), join(root, 'till'), root]);
  });

  it('F06 folders that were there keep their names: only the new one is synced', async () => {
    await mkdir(join(root, 'till'));
    await makeFolder(join(root, 'till', 'journal'));
    expect(synced).toEqual([join(root, 'till')]);
  });

  it('F06 a folder that is there already costs no sync', async () => {
    await makeFolder(root);
    expect(synced).toEqual([]);
  });

  it('P28 nobody else may look into it', async () => {
    const folder = join(root, 'till', 'journal');
    await makeFolder(folder);
    for (const made of [folder, join(root, 'till')]) {
      expect((await stat(made)).mode & 0o777).toBe(0o700);
    }
  });

  it('F06 what cannot be made is a failure that is told', async () => {
    const file = join(root, 'a file');
    await (await open(file, 'w')).close();
    await expect(makeFolder(join(file, 'journal'))).rejects.toThrow('ENOTDIR');
  });
});
