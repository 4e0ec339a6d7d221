import { spawnSync } from 'node:child_process';
import { LINT_ARGS } from './launcher/checks.ts';
import { ROOT } from './launcher/till-environment.ts';

/** `npm run fix`: mends what a machine can mend. */
const lint = spawnSync('oxlint', [...LINT_ARGS, '--fix', '.'], { cwd: ROOT, stdio: 'inherit' });
const format = spawnSync('oxfmt', ['.'], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = lint.status === 0 && format.status === 0 ? 0 : 1;
