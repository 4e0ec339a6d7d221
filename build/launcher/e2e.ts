import { spawnSync } from 'node:child_process';
import { packageForTests } from './checks.ts';
import { runStep } from './run-step.ts';
import { ROOT } from './till-environment.ts';

/** `npm run e2e -- [Playwright's arguments]`, started by with-till.ts. */
const args = process.argv.slice(2);
const wanted = args.flatMap((arg, at) =>
  arg === '--project' ? [args[at + 1]] : arg.startsWith('--project=') ? [arg.slice(10)] : [],
);
const needsPackage = wanted.length === 0 || wanted.includes('packaged');
const hasElectron = process.env['TWINTILL_ELECTRON_KIND'] !== 'none';
const isPackaged =
  !needsPackage || !hasElectron || (await runStep(packageForTests(process.env))).failed === 0;
if (isPackaged) {
  const { status } = spawnSync(
    'playwright',
    ['test', '--config', 'e2e/playwright.config.ts', ...args],
    { cwd: ROOT, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} else {
  process.exitCode = 1;
}
