import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..', '..');
const PEERS = join(PROJECT, 'bench', 'peers');

/** Peers that can be believed: there, and used as their types say. */
export function preparePeers(say: (line: string) => void): void {
  installPeers(say);
  checkPeers();
}

/**
 * The libraries that ours is measured against. They have a package and a lock of their own, so that
 * nobody who only sells, tests or builds has to fetch them.
 */
function installPeers(say: (line: string) => void): void {
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

/** They lie outside of `npm run check`: a wrong option of a library would only make it slow or fast. */
function checkPeers(): void {
  const compiler = join(PROJECT, 'node_modules', '.bin', 'tsc');
  const run = spawnSync(compiler, ['-p', PEERS], { stdio: 'inherit' });
  if (run.status !== 0) throw new Error('bench/peers does not compile (tsc -p bench/peers)');
}
