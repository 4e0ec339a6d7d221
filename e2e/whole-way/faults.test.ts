import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { FAULTS } from '../broken-copy.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const patchesIn = (folder: string) => globSync(`${folder}/*.patch`, { cwd: ROOT }).sort();
const story = patchesIn('e2e/demo/faults');
const mutants = patchesIn('e2e/sim/mutants');

it('each fault that the story can be told with has its patch', () => {
  expect(story.map((file) => basename(file, '.patch'))).toEqual([...FAULTS].sort());
  expect(mutants.length).toBeGreaterThanOrEqual(15);
});

/** A fault that cannot be planted any more would prove nothing: not by the story, not by worlds. */
it.each([...story, ...mutants].map((file) => [basename(dirname(file)), basename(file), file]))(
  '%s: %s still fits the code',
  (_kind, _name, file) => {
    const args = ['apply', '--check', file];
    const { stderr } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
    expect(stderr).toBe('');
  },
);
