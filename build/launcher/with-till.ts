import { resolve } from 'node:path';
import { startOwn } from './child-process.ts';
import { prepareTillEnvironment, ROOT } from './till-environment.ts';

/** Runs a TypeScript file with everything that a program needs which drives the real till. */

const STOP_LIMIT_MS = 20_000;

const [file, ...args] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: with-till.ts <file.ts> [arguments]');
const till = await prepareTillEnvironment(console.log);
const own = startOwn(process.execPath, [resolve(ROOT, file), ...args], {
  cwd: ROOT,
  env: till.env,
  stopWithinMs: STOP_LIMIT_MS,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void own.stop());
}
process.once('disconnect', () => void own.stop());
const code = await own.ended;
await till.close();
process.exit(code ?? 1);
