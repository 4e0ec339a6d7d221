import { spawnSync } from 'node:child_process';
import { ROOT } from './till-environment.ts';

/** `npm run e2e -- [Playwright's arguments]`, started by with-till.ts. */
const { status } = spawnSync(
  'playwright',
  ['test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
