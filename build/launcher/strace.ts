import { spawnSync } from 'node:child_process';
import { ensureSystemPackages } from './system-packages.mjs';

/** What records the calls of the till (`npm run power`); installed where that is possible. */
export const ensureStrace = (): boolean => ensureSystemPackages(['strace']) && mayTrace();

/** A container may keep its programs from looking at one another. */
function mayTrace(): boolean {
  const args = ['-f', '-DDD', '--seccomp-bpf', '-o', '/dev/null', 'true'];
  const { status } = spawnSync('strace', args, { encoding: 'utf8' });
  if (status !== 0) console.error('strace is here, and may not look at other programs');
  return status === 0;
}
