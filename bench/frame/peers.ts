import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PEERS = join(import.meta.dirname, '..', 'peers');

/**
 * The libraries that ours is measured against. They have a package and a lock of their own, so that
 * nobody who only sells, tests or builds has to fetch them.
 */
export function installPeers(say: (line: string) => void): void {
  const lock = readFileSync(join(PEERS, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamp = join(PEERS, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing what ours is measured against (npm ci in bench/peers; once)');
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: PEERS,
    stdio: 'inherit',
  });
  if (run.status !== 0) {
    throw new Error('the peers could not be installed; alone: npm ci --prefix bench/peers');
  }
  writeFileSync(stamp, wanted);
}
