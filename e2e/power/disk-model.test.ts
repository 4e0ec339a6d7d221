import { expect, test } from 'vitest';
import { Dice } from '../sim/dice.ts';
import { Disk, type DiskChange, type NameRule, type Tree } from './disk-model.ts';
import { parseLine } from './recorded-calls.ts';
import { Tear } from './tear.ts';

/** Each change takes the time from 10 n to 10 n + 5; none overlaps another. */
function diskAfter(rule: NameRule, changes: readonly DiskChange[]): Disk {
  const disk = new Disk(rule);
  changes.forEach((change, n) => disk.apply({ startUs: 10 * n, endUs: 10 * n + 5, change }));
  return disk;
}

const file = (path: string): DiskChange => ({ kind: 'file', path, truncates: false });
const sync = (path: string): DiskChange => ({ kind: 'sync', path });
const write = (path: string, text: string): DiskChange => ({
  kind: 'write',
  path,
  edit: { offset: 'end', bytes: Buffer.from(text) },
});

function textIn(tree: Tree, path: string): string | undefined {
  const entry = tree.get(path);
  return entry instanceof Uint8Array ? Buffer.from(entry).toString() : undefined;
}

test('F06 what was written after the last sync of its file is lost', () => {
  const disk = diskAfter('ordered', [file('a'), write('a', 'kept'), sync('a'), write('a', 'lost')]);
  expect(textIn(disk.live(), 'a')).toBe('keptlost');
  expect(textIn(disk.afterCut(null), 'a')).toBe('kept');
});

test('F06 a sync does not keep what was still being written when it began', () => {
  const disk = diskAfter('ordered', [file('a'), sync('a')]);
  disk.apply({ startUs: 20, endUs: 35, change: write('a', 'late') });
  disk.apply({ startUs: 30, endUs: 40, change: sync('a') });
  expect(textIn(disk.afterCut(null), 'a')).toBe('');
});

test('F06 by folder a new name needs a sync of its folder, and that folder one of its own', () => {
  const made = [{ kind: 'folder', path: 'f' } as const, file('f/a'), write('f/a', 'x')];
  const paths = (rule: NameRule, ...synced: string[]) => [
    ...diskAfter(rule, [...made, ...synced.map(sync)])
      .afterCut(null)
      .keys(),
  ];
  expect(paths('ordered', 'f/a')).toEqual(['f', 'f/a']);
  expect(paths('folder', 'f/a')).toEqual([]);
  expect(paths('folder', 'f/a', 'f')).toEqual([]);
  expect(paths('folder', 'f/a', 'f', '')).toEqual(['f', 'f/a']);
});

test('F06 a file put in the place of another is the old one or the new one, never none', () => {
  const old = [file('a'), write('a', 'old'), sync('a'), sync('')];
  const made = [file('a.new'), write('a.new', 'new'), sync('a.new')];
  const renamed = [...old, ...made, { kind: 'rename', path: 'a.new', to: 'a' } as const];
  expect(textIn(diskAfter('folder', renamed).afterCut(null), 'a')).toBe('old');
  expect(textIn(diskAfter('folder', [...renamed, sync('')]).afterCut(null), 'a')).toBe('new');
});

test('F06 torn, something of the unsynced may be there, and what was synced always is', () => {
  const long = 'y'.repeat(2_000);
  const disk = diskAfter('ordered', [file('a'), write('a', 'kept'), sync('a'), write('a', long)]);
  const lengths = new Set<number>();
  for (let seed = 1; seed <= 50; seed += 1) {
    for (const kind of ['front', 'sectors'] as const) {
      const text = textIn(disk.afterCut(new Tear(kind, new Dice(seed, kind))), 'a') ?? '';
      expect(text.slice(0, 4)).toBe('kept');
      lengths.add(text.length);
    }
  }
  expect(lengths.size).toBeGreaterThan(10);
});

test('F06 a recorded call is read with its file, its bytes and its time', () => {
  const line = '1795666745.075939 write(80<\\x2f\\x61>, "\\x68\\x69", 2) = 2 <0.000534>';
  expect(parseLine(line)).toMatchObject([
    { name: 'write', file: '/a', endUs: 1_795_666_745_076_473, bytes: Buffer.from('hi') },
  ]);
  expect(parseLine('1.000000 fsync(80<\\x2f\\x61>) = -1 EIO (broken) <0.000001>')).toEqual([]);
});
