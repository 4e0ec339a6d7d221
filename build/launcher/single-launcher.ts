import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Whether that process runs and is what we take it for: a number is given to another process
 * sooner or later, and that one is none of ours.
 */
export function isAlive(pid: number, commandContains: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync(commandLine)) return process.platform !== 'linux';
  return readFileSync(commandLine, 'utf8').includes(commandContains);
}

export type Claim =
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly pid: number };

const COMMAND = 'build/launcher/start.ts';

/** One launcher for a data folder; a mark left by a killed one is taken over. */
export function claimDataFolder(dataDir: string): Claim {
  mkdirSync(dataDir, { recursive: true });
  const mark = join(dataDir, 'launcher.pid');
  const holder = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0;
  if (holder !== process.pid && isAlive(holder, COMMAND)) return { ok: false, pid: holder };
  writeFileSync(mark, String(process.pid));
  return { ok: true, release: () => rmSync(mark, { force: true }) };
}

const LEFT_OVER_LIMIT_MS = 20_000;
const POLL_MS = 50;

/** What a killed launcher left running still holds its folder: it is asked to end, never killed. */
export async function endLeftOver(
  { pid, name, commandContains }: { pid: number; name: string; commandContains: string },
  say: (line: string) => void,
): Promise<void> {
  if (!isAlive(pid, commandContains)) return;
  say(`${name} of an earlier start still runs (process ${pid}); asking it to end`);
  process.kill(pid, 'SIGTERM');
  const askedAtMs = performance.now();
  while (isAlive(pid, commandContains)) {
    if (performance.now() - askedAtMs > LEFT_OVER_LIMIT_MS) {
      throw new Error(`process ${pid} does not end; please end it, or use --data DIR`);
    }
    await wait(POLL_MS);
  }
}
