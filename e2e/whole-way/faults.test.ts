import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { FAULTS } from '../demo/options.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** A fault that cannot be planted any more would make `npm run demo -- --break` prove nothing. */
it.each(FAULTS)('the planted fault "%s" still fits the code', (fault) => {
  const patch = join(ROOT, 'e2e', 'demo', 'faults', `${fault}.patch`);
  const { stderr } = spawnSync('git', ['apply', '--check', patch], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
});
