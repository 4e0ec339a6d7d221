// `npm test`: sets up what is missing on a machine with only Node 20 and npm, then checks it all.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, installSystemPackages, root, step } from './setup.mjs';

installPackages();
installSystemPackages();
step('format', 'prettier', ['--check', '--log-level', 'warn', '.']);
step('types', 'tsc', ['-b']);
step('lint', 'oxlint', ['--config', 'build/oxlintrc.json', '--type-aware', '.']);
step('directions', 'node', ['build/check-directions.ts']);
const projects = ['unit', 'store'];
if (existsSync(join(root, 'bank-api', 'server.ts'))) projects.push('bank');
step('unit, store and bank tests', 'vitest', [
  'run',
  '--config',
  'build/vitest.config.ts',
  ...projects.flatMap((name) => ['--project', name]),
]);
