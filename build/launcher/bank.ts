import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultDataDir } from './data-folder.ts';

/**
 * `npm run bank -- <command> [--data DIR]`: the bank's own command line, spoken to the bank that
 * runs on that data folder; and `npm run bank -- serve [--data DIR] [--port N] [--host ADDRESS]
 * [--demo]`: a bank alone, for tills on other machines.
 */
const at = process.argv.indexOf('--data');
const named = at === -1 ? undefined : process.argv.splice(at, 2)[1];
const args = process.argv.slice(2);
const dataDir = resolve(named ?? defaultDataDir());
const readyFile = join(dataDir, 'bank-ready.json');
const isElsewhere =
  args.includes('--ready-file') || (process.env['TWINTILL_BANK_READY'] ?? '') !== '';
const asksOnlyForHelp = args.length === 0 || args.includes('--help');

// By their paths: the types of `build` end at its own folder, and only their running is wanted here.
const run = (file: string) =>
  import(join(import.meta.dirname, '..', '..', 'bank-api', file)) as Promise<unknown>;

if (args[0] === 'serve') {
  const folders = ['--data-dir', join(dataDir, 'bank'), '--ready-file', readyFile];
  process.argv.splice(2, 1, ...folders);
  await run('server.ts');
} else if (isElsewhere || asksOnlyForHelp || existsSync(readyFile)) {
  process.env['TWINTILL_BANK_READY'] ??= readyFile;
  await run('cli.ts');
} else {
  console.error(
    `no bank runs on ${dataDir}: start one by npm start, or name its folder: --data DIR`,
  );
  process.exitCode = 1;
}
