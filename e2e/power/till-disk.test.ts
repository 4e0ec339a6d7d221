import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskHistory } from './disk-events.ts';
import { parseLine } from './recorded-calls.ts';
import { expectSameDisk, TILL } from './till-disk.ts';

const SENTINEL = `${TILL}/till-sentinel/sentinel`;
const hex = (text: string): string => Buffer.from(text).toString('hex').replaceAll(/../g, '\\x$&');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twintill-disk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A new sentinel in the place of the old one; the last call ends so. */
function replaced(end: string) {
  const inside = (path: string): string => hex(join(folder, path));
  const [old, made] = [inside(SENTINEL), inside(`${SENTINEL}.new`)];
  const calls = [
    `1.000000 mkdir("${inside(TILL)}", 0700) = 0 <0.000010>`,
    `1.000100 mkdir("${inside(dirname(SENTINEL))}", 0700) = 0 <0.000010>`,
    ...[old, made].flatMap((path, nth) => [
      `1.00${nth}200 openat(AT_FDCWD<\\x2f>, "${path}", O_WRONLY|O_CREAT) = 9<${path}> <0.000010>`,
      `1.00${nth}300 write(9<${path}>, "${hex(`head ${nth}`)}", 6) = 6 <0.000010>`,
    ]),
    `1.002000 rename("${made}", "${old}")${end}`,
  ];
  return diskHistory(calls.flatMap(parseLine), folder);
}

async function layOut(files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(dirname(join(folder, SENTINEL)), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
}

const BEFORE = { [SENTINEL]: 'head 0', [`${SENTINEL}.new`]: 'head 1' };

test('F06 a call that the kill broke off may have been done or not', async () => {
  const history = replaced(' = ?');
  expect(history.brokenOff).toHaveLength(1);
  await layOut(BEFORE);
  await expectSameDisk(history, folder);
  await rename(join(folder, `${SENTINEL}.new`), join(folder, SENTINEL));
  await expectSameDisk(history, folder);
  await writeFile(join(folder, SENTINEL), 'head 2');
  await expect(expectSameDisk(history, folder)).rejects.toThrow(SENTINEL);
});

test('F06 a call that ended was done', async () => {
  await layOut(BEFORE);
  await expect(expectSameDisk(replaced(' = 0 <0.000010>'), folder)).rejects.toThrow(SENTINEL);
});
