import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DiskHistory } from './disk-events.ts';
import { Disk, type Tree } from './disk-model.ts';

/** The folder of the till on a recorded disk. */
export const TILL = 'till';

/** What a sale is written to; the rest is Chromium's own, to be made anew at any start. */
const MONEY = ['IndexedDB', 'till-journal', 'till-sentinel', 'host'] as const;
/** Kept by Chromium through memory, past every call: what a cut leaves of them nobody can say. */
const CACHES = ['Cache', 'Code Cache', 'GPUCache', 'DawnCache'] as const;
/** Paper: it does not go out with the power. */
const PAPER = 'slips';

export const isMoney = (path: string): boolean => isIn(MONEY, path);

/** What a cut till starts from: neither caches nor paper come from the disk. */
export function withoutCaches(tree: Tree): Tree {
  return new Map([...tree].filter(([path]) => !isIn(CACHES, path) && !isIn([PAPER], path)));
}

function isIn(names: readonly string[], path: string): boolean {
  return names.some((name) => path === `${TILL}/${name}` || path.startsWith(`${TILL}/${name}/`));
}

export async function putOnDisk(tree: Tree, folder: string): Promise<void> {
  for (const [path, entry] of tree) {
    const there = join(folder, path);
    await mkdir(dirname(there), { recursive: true, mode: 0o700 });
    if (entry === 'folder') await mkdir(there, { recursive: true, mode: 0o700 });
    else if ('target' in entry) await symlink(entry.target, there);
    else await writeFile(there, entry, { mode: 0o600 });
  }
}

/**
 * That the recording can be believed: with every write applied the model holds, byte for byte, what
 * lies in the folder, where a call that the kill broke off may have been done or not; and no file
 * that counts was written through memory, where nobody could see it.
 */
export async function expectSameDisk(
  { events, brokenOff, mapped }: DiskHistory,
  folder: string,
): Promise<void> {
  const unseen = mapped.filter(isMoney);
  if (unseen.length > 0) throw new Error(`written through memory: ${unseen.join(', ')}`);
  const disk = new Disk('ordered');
  for (const event of events) disk.apply(event);
  const told = moneyOn(disk);
  for (const event of brokenOff) disk.apply(event);
  const done = moneyOn(disk);
  for (const path of new Set([...told.keys(), ...done.keys()])) {
    const file = join(folder, path);
    const there = existsSync(file) ? await readFile(file) : undefined;
    if (!isSame(there, told.get(path)) && !isSame(there, done.get(path))) {
      throw new Error(`the recording is wrong about ${path}`);
    }
  }
  if (told.size === 0) throw new Error('the recording has not seen a single file that counts');
}

function moneyOn(disk: Disk): ReadonlyMap<string, Uint8Array> {
  const files = [...disk.live()].flatMap(([path, entry]) =>
    isMoney(path) && entry instanceof Uint8Array ? [[path, entry] as const] : [],
  );
  return new Map(files);
}

function isSame(a: Buffer | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
