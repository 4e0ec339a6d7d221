import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LEFTOVER_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** A server that outlived its parent: stopped politely. Its lock file is never taken away. */
export async function stopLeftover(
  folder: string,
  progress: (line: string) => void,
): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  const deadline = performance.now() + LEFTOVER_LIMIT_MS;
  let told = false;
  while (existsSync(lock)) {
    const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
    if (!Number.isSafeInteger(pid) || pid <= 1) return;
    if (await isDeadAndUnburied(pid)) return passOnLock(lock);
    if (!(await isPostgresOf(pid, folder))) return;
    if (!told) {
      progress(`stopping a PostgreSQL that was left over (process ${pid})`);
      process.kill(pid, 'SIGINT');
      told = true;
    }
    if (performance.now() > deadline) throw new Error(`process ${pid} holds ${folder}`);
    await wait(LOOK_EVERY_MS);
  }
}

/**
 * Killed, and its parent has not asked after it: in a container whose first process never does, that
 * is for ever. To PostgreSQL its id looks alive, and it would not start (F05).
 */
async function isDeadAndUnburied(pid: number): Promise<boolean> {
  const facts = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return facts
    .slice(facts.lastIndexOf(')') + 1)
    .trimStart()
    .startsWith('Z');
}

/**
 * Names us as the holder. PostgreSQL takes a lock of its own parent for a stale one, and still looks
 * whether backends of the dead server use its memory: taking the file away would spare that look.
 */
async function passOnLock(lock: string): Promise<void> {
  const [, ...rest] = (await readFile(lock, 'utf8')).split('\n');
  await writeFile(lock, [process.pid, ...rest].join('\n'));
}

/** Process ids come around again: only one that names this very folder is ours to stop. */
async function isPostgresOf(pid: number, folder: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null ? process.platform !== 'linux' : command.includes(folder);
}
