import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openMemoryFolder } from './memory-folder.ts';

/** Of no process: numbers end below it. */
const NO_PID = 2 ** 30;

describe('a folder in memory for one run', () => {
  it('is open to PostgreSQL, takes what a killed run has left, and goes with its run', () => {
    const folder = openMemoryFolder();
    // A machine with little memory has none, and nothing to look at.
    if (folder === null) return;
    expect(statSync(folder.path).mode & 0o777).toBe(0o755);
    const left = join(dirname(folder.path), `twintill-test-${NO_PID}`);
    mkdirSync(join(left, 'bank'), { recursive: true });
    const again = openMemoryFolder();
    expect(again?.path).toBe(folder.path);
    expect(existsSync(left)).toBe(false);
    folder.close();
    expect(existsSync(folder.path)).toBe(false);
  });
});
