import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** Code moves; a fault that can no longer be planted would be found out only by a long run. */
it('each planted fault still fits the code that it breaks', () => {
  const patches = globSync('e2e/{sim/mutants,demo/faults}/*.patch', { cwd: ROOT });
  expect(patches.length).toBeGreaterThan(40);
  const misfits = patches.filter((patch) => {
    const tried = spawnSync('git', ['apply', '--check', join(ROOT, patch)], { cwd: ROOT });
    return tried.status !== 0;
  });
  expect(misfits).toEqual([]);
});
