import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultDataDir } from './data-folder.ts';

/**
 * `npm run bank -- <command> [--data DIR]`: the bank's own command line, spoken to the bank that
 * `npm start` runs on that data folder.
 */
const args = process.argv.slice(2);
const at = args.indexOf('--data');
const named = at === -1 ? undefined : args[at + 1];
if (at !== -1) process.argv.splice(2 + at, 2);
const dataDir = resolve(named ?? defaultDataDir());
const readyFile = join(dataDir, 'bank-ready.json');
const isElsewhere =
  args.includes('--ready-file') || (process.env['TWINTILL_BANK_READY'] ?? '') !== '';
const asksOnlyForHelp = args.length === 0 || args.includes('--help');

if (isElsewhere || asksOnlyForHelp || existsSync(readyFile)) {
  process.env['TWINTILL_BANK_READY'] ??= readyFile;
  // By its path: the types of `build` end at its own folder, and only its running is wanted here.
  await import(join(import.meta.dirname, '..', '..', 'bank-api', 'cli.ts'));
} else {
  console.error(
    `no bank runs on ${dataDir}: start one by npm start, or name its folder: --data DIR`,
  );
  process.exitCode = 1;
}
